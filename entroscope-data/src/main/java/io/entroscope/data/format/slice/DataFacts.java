package io.entroscope.data.format.slice;

import io.entroscope.data.DataSpec;
import io.entroscope.data.Format;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.ReadOptions;
import io.entroscope.data.Split;
import io.entroscope.data.image.ImageShape;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a dataset as a whole, in a form that travels to other machines.
 *
 * @param format how it is stored
 * @param split the part of it
 * @param classNames of every class, in the order in which they are stored
 * @param namesClasses whether the dataset names its classes, rather than only numbering them
 * @param shape of the images; null: that of the first one that can be decoded
 * @param read how it was asked for
 */
public record DataFacts(
    Format format,
    Split split,
    List<String> classNames,
    boolean namesClasses,
    @Nullable ImageShape shape,
    ReadOptions read)
    implements Serializable {
  public DataFacts {
    classNames = List.copyOf(classNames);
  }

  /** What is known of a dataset that is open. */
  public static DataFacts of(ImageDataSet data) {
    return new DataFacts(
        data.format(),
        data.split(),
        data.storedClassNames(),
        data.namesClasses(),
        data.shape(),
        data.spec().read());
  }

  /** What to ask for to be given such a dataset. */
  DataSpec spec(Path path) {
    return new DataSpec(path, read);
  }
}
