package io.entroscope.data;

import io.entroscope.data.format.DataSets;
import io.entroscope.data.image.internal.CorruptImageException;
import io.entroscope.files.FileStamps;
import io.entroscope.setting.Setting;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Examples, images or arrays, numbered from 0 in the order in which they are stored, with the class
 * of each, or all of one class where labels are absent or left aside.
 *
 * <p>Made by {@link DataSets#openAny}; closing it closes the files that it reads. Threads may share
 * it.
 */
public abstract class DataSet implements AutoCloseable {
  /** The name of the one class of examples without labels. */
  public static final String UNLABELLED = "all";

  private final DataSpec spec;
  private final Format format;
  private final Split split;
  private final List<String> stored;
  private final Optional<ClassMap> map;

  /**
   * A dataset.
   *
   * @param stored the names of its classes, in their order
   * @throws DataException if the specification maps classes to outputs, but not all of these
   */
  public DataSet(DataSpec spec, Format format, Split split, List<String> stored) {
    this.spec = spec;
    this.format = format;
    this.split = split;
    this.stored = List.copyOf(stored);
    this.map = spec.unlabelled() ? Optional.empty() : ClassMap.of(spec.read(), format, this.stored);
  }

  /** What was asked for. */
  public final DataSpec spec() {
    return spec;
  }

  /** Where it lies, as it was given. */
  public final Path path() {
    return spec.path();
  }

  /** How it is stored. */
  public final Format format() {
    return format;
  }

  /** The split; that of the file where a file was given whose name says it. */
  public final Split split() {
    return split;
  }

  /** The name of every class, by index; the indices themselves where nothing names the classes. */
  public final List<String> classNames() {
    return isLabelled() ? map.map(ClassMap::names).orElse(stored) : List.of(UNLABELLED);
  }

  /** The names of the classes in the order in which they are stored. */
  public final List<String> storedClassNames() {
    return stored;
  }

  /** Whether the classes are said to be certain outputs of a model. */
  public final boolean isMapped() {
    return map.isPresent();
  }

  /** Whether a class index is that of a class, and not of an output between those that are. */
  public final boolean isClass(int label) {
    return map.map(one -> one.isClass(label)).orElse(label < classNames().size());
  }

  /** Whether the dataset names its classes, rather than only numbering them. */
  public abstract boolean namesClasses();

  /** Whether the class of each example is known, and heeded; if not, all labels are 0. */
  public final boolean isLabelled() {
    return !spec.unlabelled();
  }

  /** The number of examples. */
  public abstract int size();

  /** The class index of the example at a position: the output of a model that it should have. */
  public final int label(int position) {
    if (!isLabelled()) {
      return 0;
    }
    int place = storedLabel(position);
    return map.isPresent() ? map.get().output(place) : place;
  }

  /** The place of the example's class among the stored ones. */
  public abstract int storedLabel(int position);

  /** The file of the example at a position, relative to the dataset; empty if it has none. */
  public abstract Optional<String> name(int position);

  /** Remarks for the user on how the data were understood, one sentence each. */
  public abstract List<String> notes();

  /** What examples are like, as text for a hash: two datasets that differ in it differ. */
  public abstract String form();

  /** Where an example is to be found, for an error message. */
  public abstract String describe(int position);

  /** The number of examples of every class, by index. */
  public final int[] classCounts() {
    int[] counts = new int[classNames().size()];
    for (int position = 0; position < size(); position++) {
      counts[label(position)]++;
    }
    return counts;
  }

  /** The failure that an example cannot be used. */
  public abstract DataException corrupt(int position, CorruptImageException e);

  /**
   * Checks that the label of each of some examples is one of a model's outputs.
   *
   * @param positions the examples
   * @param outputs how many classes the model tells apart
   * @throws DataException if a label is not below {@code outputs}; the message names the first such
   *     example
   */
  public final void requireLabelsBelow(int[] positions, int outputs) {
    for (int position : positions) {
      int label = label(position);
      if (label >= outputs) {
        String className = classNames().get(label);
        String named = className.equals(Integer.toString(label)) ? "" : " ('" + className + "')";
        throw new DataException(
            "label "
                + label
                + named
                + " of "
                + describe(position)
                + " has no output: the model has "
                + outputs
                + " outputs, the dataset "
                + stored.size()
                + " classes; give a model and data that belong together, choose "
                + Setting.CLASSES
                + ", or say which output each is with "
                + Setting.CLASS_MAP
                + labelHint());
      }
    }
  }

  /** What else may be wrong if labels and outputs do not fit, with a leading space; or nothing. */
  public String labelHint() {
    return "";
  }

  /**
   * The files that it is read from, as they were before any of them was; none if something else
   * watches over them.
   */
  public FileStamps files() {
    return FileStamps.NONE;
  }

  /** Which of {@link #files} the examples at some positions are in. */
  protected IntStream filesOf(IntStream positions) {
    return IntStream.range(0, files().count());
  }

  /**
   * Checks that the files of some examples are as they were when the dataset was opened: if not,
   * nobody knows which of the examples were read from which.
   *
   * @throws DataException if one of them was changed or removed
   */
  public final void requireUnchanged(IntStream positions) {
    files()
        .change(filesOf(positions))
        .ifPresent(
            change -> {
              throw new DataException(
                  change
                      + " while it was in use, so it is not known what was read; start again when"
                      + " nothing writes there any more");
            });
  }

  /** Closes the files. */
  @Override
  public abstract void close();
}
