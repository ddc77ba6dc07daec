package io.entroscope.result;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The images, or other examples, that a model was analysed on.
 *
 * @param path as given
 * @param format how they are stored, for example {@code idx}
 * @param split {@code train}, {@code val} or {@code test}
 * @param images how many were analysed
 * @param available how many the split holds
 * @param skipped how many could not be decoded and were left out, as asked
 * @param classes the names of the classes analysed
 * @param classImages how many images of each class were analysed
 * @param arrays what went into the model's inputs where that is arrays; null: images did
 */
public record DataInfo(
    String path,
    String format,
    String split,
    long images,
    long available,
    long skipped,
    List<String> classes,
    List<Long> classImages,
    @Nullable List<ArrayInput> arrays) {
  public DataInfo {
    classes = List.copyOf(classes);
    classImages = List.copyOf(classImages);
    arrays = arrays == null ? null : List.copyOf(arrays);
  }
}
