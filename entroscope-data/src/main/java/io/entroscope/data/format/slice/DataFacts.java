package io.entroscope.data.format.slice;

import io.entroscope.data.DataSpec;
import io.entroscope.data.Format;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.Split;
import io.entroscope.data.image.ImageShape;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a data set as a whole, in a form that travels to other machines.
 *
 * @param format how it is stored
 * @param split the part of it
 * @param classNames of every class, by index
 * @param namesClasses whether the data set names its classes, rather than only numbering them
 * @param shape of the images; null: that of the first one that can be decoded
 * @param skipCorrupt whether images that cannot be decoded are counted and left out
 * @param transpose whether rows and columns are exchanged before the model sees an image
 */
public record DataFacts(
    Format format,
    Split split,
    List<String> classNames,
    boolean namesClasses,
    @Nullable ImageShape shape,
    boolean skipCorrupt,
    boolean transpose)
    implements Serializable {
  public DataFacts {
    classNames = List.copyOf(classNames);
  }

  /** What is known of a data set that is open. */
  public static DataFacts of(ImageDataSet data) {
    return new DataFacts(
        data.format(),
        data.split(),
        data.classNames(),
        data.namesClasses(),
        data.shape(),
        data.spec().skipCorrupt(),
        data.spec().transpose());
  }

  /** What to ask for to be given such a data set. */
  DataSpec spec(Path path) {
    return new DataSpec(path, split, Optional.of(format), skipCorrupt, false, transpose);
  }
}
