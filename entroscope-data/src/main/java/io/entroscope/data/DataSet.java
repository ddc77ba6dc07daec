package io.entroscope.data;

import io.entroscope.data.format.DataSets;
import io.entroscope.data.image.internal.CorruptImageException;
import io.entroscope.files.FileStamps;
import io.entroscope.setting.Setting;
import java.nio.file.Path;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

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

  private DataSpec spec;
  private final Format format;
  private final Split split;
  private final List<String> stored;
  private Optional<ClassMap> map;
  private Optional<String> numbering;

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
    this.map = mapped(spec);
    this.numbering =
        map.isPresent() && Boolean.TRUE.equals(spec.read().labelsFromOne())
            ? Optional.of("labels count from 1: label 1 is the first output")
            : Optional.empty();
  }

  private Optional<ClassMap> mapped(DataSpec of) {
    return of.unlabelled() ? Optional.empty() : ClassMap.of(of.read(), format, stored);
  }

  /**
   * Settles what labels that are numbers count from, once it is known how many outputs a model has:
   * where the highest label is that number and none is 0, the label 1 is the first output. What was
   * asked for stays. Called before anything is done with labels, by one thread.
   *
   * @return whether labels, and the names of the classes, are others now
   */
  public final boolean fitLabels(int outputs) {
    boolean numbers = isLabelled() && !namesClasses() && ClassNumbers.areLabels(format);
    if (!numbers || map.isPresent() || spec.read().labelsFromOne() != null) {
      return false;
    }
    IntSummaryStatistics range =
        IntStream.range(0, size()).map(this::storedLabel).summaryStatistics();
    if (range.getMin() > 0 && range.getMax() == outputs) {
      spec = spec.withLabelsFromOne(true);
      map = mapped(spec);
      numbering =
          Optional.of(
              "the labels run from "
                  + range.getMin()
                  + " to "
                  + range.getMax()
                  + " and the model has "
                  + outputs
                  + " outputs, so they were taken to count from 1: label 1 is the first output");
      return true;
    }
    if (range.getMin() == 1 && range.getMax() < outputs) {
      numbering =
          Optional.of(
              "no label is 0 and the model has more outputs than the highest label says ("
                  + range.getMax()
                  + " and "
                  + outputs
                  + "), so labels were taken to count from 0; if 1 means the first output, say "
                  + Setting.FIRST_LABEL
                  + " 1");
    }
    return false;
  }

  /**
   * The same where the number of outputs is yet to be chosen: labels that are numbers and run from
   * 1 on count from 1, since an output without examples could not be learnt.
   *
   * @return whether labels, and the names of the classes, are others now
   */
  public final boolean fitLabels() {
    if (namesClasses() || !isLabelled() || !ClassNumbers.areLabels(format)) {
      return false;
    }
    IntSummaryStatistics range =
        IntStream.range(0, size()).map(this::storedLabel).summaryStatistics();
    boolean changed = range.getMin() == 1 && fitLabels(range.getMax());
    if (changed) {
      numbering =
          Optional.of(
              "the labels run from 1 to "
                  + range.getMax()
                  + ", so they were taken to count from 1: label 1 is the first output; if 0 is,"
                  + " say "
                  + Setting.FIRST_LABEL
                  + " 0");
    }
    return changed;
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
    int output = map.isPresent() ? map.get().output(place) : place;
    if (output < 0) {
      throw new DataException(
          "the label of "
              + describe(position)
              + " is 0, but labels were said to count from 1; leave "
              + Setting.FIRST_LABEL
              + " out");
    }
    return output;
  }

  /** The place of the example's class among the stored ones. */
  public abstract int storedLabel(int position);

  /** The file of the example at a position, relative to the dataset; empty if it has none. */
  public abstract Optional<String> name(int position);

  /** Remarks for the user on how the data were understood, one sentence each. */
  public final List<String> notes() {
    return Stream.concat(readingNotes().stream(), numbering.stream()).toList();
  }

  /** The remarks on all but what labels count from. */
  protected abstract List<String> readingNotes();

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
        throw new DataException(
            isMapped() ? mappedBeyond(label, outputs) : beyond(position, outputs));
      }
    }
  }

  private String mappedBeyond(int output, int outputs) {
    return Setting.CLASS_MAP
        + " says that class '"
        + classNames().get(output)
        + "' is output "
        + output
        + ", but the model has "
        + outputs
        + " (0 to "
        + (outputs - 1)
        + "); correct it there";
  }

  private String beyond(int position, int outputs) {
    int label = label(position);
    String className = classNames().get(label);
    String named = className.equals(Integer.toString(label)) ? "" : " ('" + className + "')";
    return "label "
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
        + labelHint();
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
