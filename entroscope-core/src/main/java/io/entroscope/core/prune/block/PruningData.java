package io.entroscope.core.prune.block;

import io.entroscope.core.PlanException;
import io.entroscope.data.DataException;
import io.entroscope.data.DataSet;
import io.entroscope.data.DataSpec;
import io.entroscope.data.Format;
import io.entroscope.data.Selection;
import io.entroscope.data.Split;
import io.entroscope.data.format.DataSets;
import io.entroscope.setting.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Two sets of examples that share none: those to choose and repair on, and those to measure on in
 * the end.
 *
 * @param test the data of the latter
 * @param positions of the latter, increasing
 * @param calibration the former
 * @param notes for the user
 */
public record PruningData(
    DataSet test, int[] positions, Calibration calibration, List<String> notes)
    implements AutoCloseable {
  /**
   * Makes the choice another one than that of the test examples, where they are of the same data.
   */
  private static final int OTHER = 2;

  public PruningData {
    notes = List.copyOf(notes);
  }

  /**
   * Opens both. Data that are not divided into splits are divided here: what is calibrated on is
   * left out of the test.
   *
   * @param spec of the test data
   * @param other of other data to calibrate on; empty: the training split of the same
   * @param selection of the test examples; of its classes and its seed are the others, too
   * @param most how many to calibrate on
   * @throws PlanException if there are too few
   * @throws io.entroscope.data.DataException if data cannot be read
   */
  public static PruningData open(
      DataSpec spec, Optional<DataSpec> other, Selection selection, int most) {
    DataSet test = DataSets.openAny(spec);
    DataSet training = null;
    try {
      training = other.isPresent() ? calibrating(other.get(), spec) : training(spec);
      boolean same = areSame(test, training);
      int room = same ? Math.min(most, test.size() / 2) : most;
      Selection chosen =
          new Selection(selection.classes(), null, Math.max(1, room), selection.seed() + OTHER);
      int[] calibrated = chosen.positions(training);
      int[] tested = selection.positions(test);
      int[] left = same ? without(tested, calibrated) : tested;
      if (left.length == 0) {
        throw new PlanException(
            "all chosen examples of "
                + test.path()
                + " are calibrated on, so none is left to measure on; choose more, or give other"
                + " data to calibrate on");
      }
      List<String> notes =
          same
              ? List.of(
                  test.path()
                      + " is not divided into training and test examples: "
                      + calibrated.length
                      + " are calibrated on, "
                      + left.length
                      + " others measured on")
              : List.of();
      return new PruningData(
          test, left, new Calibration(training, calibrated, selection.seed()), notes);
    } catch (RuntimeException e) {
      test.close();
      if (training != null) {
        training.close();
      }
      throw e;
    }
  }

  private static DataSet training(DataSpec spec) {
    try {
      return DataSets.openAny(spec.withSplit(Split.TRAIN));
    } catch (DataException e) {
      throw new DataException(
          e.getMessage()
              + "; blocks are chosen and repaired on training examples, or on those that "
              + Setting.CALIBRATION
              + " names",
          e);
    }
  }

  /** The training split of data that are named for it, or whatever split they have. */
  private static DataSet calibrating(DataSpec other, DataSpec test) {
    try {
      return DataSets.openAny(other);
    } catch (DataException e) {
      try {
        return DataSets.openAny(other.withSplit(test.split()));
      } catch (DataException second) {
        throw e;
      }
    }
  }

  private static int[] without(int[] positions, int[] others) {
    return IntStream.of(positions)
        .filter(position -> Arrays.binarySearch(others, position) < 0)
        .toArray();
  }

  /** Whether both are the same examples. */
  private static boolean areSame(DataSet test, DataSet training) {
    if (test.size() != training.size() || !isSameFile(test.path(), training.path())) {
      return false;
    }
    boolean arrays = test.format() == Format.NPY || test.format() == Format.NPZ;
    boolean sameSplit = test.split() == training.split();
    boolean named = test.name(0).isPresent();
    return arrays
        || sameSplit
        || (named
            && test.name(0).equals(training.name(0))
            && test.name(test.size() - 1).equals(training.name(test.size() - 1)))
        || (!named && Files.isRegularFile(test.path()));
  }

  /** Whether two paths, however they are written, lead to one place. */
  private static boolean isSameFile(Path one, Path other) {
    try {
      return Files.isSameFile(one, other);
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    test.close();
    calibration.data().close();
  }
}
