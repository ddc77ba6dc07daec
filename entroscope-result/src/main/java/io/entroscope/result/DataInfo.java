package io.entroscope.result;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;
import java.util.Locale;
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
 * @param labelled false if no labels were known, so that all are of one class; null: they were
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
    @Nullable List<ArrayInput> arrays,
    @Nullable Boolean labelled) {
  public DataInfo {
    classes = List.copyOf(classes);
    classImages = List.copyOf(classImages);
    arrays = arrays == null ? null : List.copyOf(arrays);
  }

  /** Labelled ones. */
  public DataInfo(
      String path,
      String format,
      String split,
      long images,
      long available,
      long skipped,
      List<String> classes,
      List<Long> classImages,
      @Nullable List<ArrayInput> arrays) {
    this(path, format, split, images, available, skipped, classes, classImages, arrays, null);
  }

  /** Whether the class of each example was known. */
  @JsonIgnore
  public boolean isLabelled() {
    return !Boolean.FALSE.equals(labelled);
  }

  /** What the examples are called: images, where they are. */
  public String examples() {
    return arrays == null ? "images" : "examples";
  }

  /** A number of examples in words, such as {@code 1,000 images}. */
  public String counted(long number) {
    String word = examples();
    return String.format(
        Locale.ROOT, "%,d %s", number, number == 1 ? word.substring(0, word.length() - 1) : word);
  }
}
