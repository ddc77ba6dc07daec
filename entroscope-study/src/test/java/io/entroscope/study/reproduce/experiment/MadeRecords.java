package io.entroscope.study.reproduce.experiment;

import io.entroscope.result.Interval;
import io.entroscope.study.reproduce.experiment.ExperimentRecord.Epoch;
import io.entroscope.study.reproduce.experiment.ExperimentRecord.EpochScores;
import io.entroscope.study.reproduce.experiment.ExperimentRecord.Measurement;
import io.entroscope.study.reproduce.experiment.ExperimentRecord.OutputScores;
import io.entroscope.study.reproduce.experiment.ExperimentRecord.Point;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Records of experiments that nobody made. */
public final class MadeRecords {
  private static final int UNITS = 128;
  private static final int CLASSES = 10;

  private MadeRecords() {}

  /** A network whose raw pattern entropies are these; all other readings say the same. */
  public static Measurement measured(double accuracy, double... entropies) {
    return measured(accuracy, null, entropies);
  }

  /** The same with what its class scores say. */
  public static Measurement measured(
      double accuracy, @Nullable OutputScores output, double... entropies) {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < entropies.length; i++) {
      double h = entropies[i];
      int units = i == entropies.length - 1 ? CLASSES : UNITS;
      points.add(new Point("fc" + (i + 1), units, h, null, h, h, h));
    }
    return new Measurement(
        1000,
        accuracy,
        new Interval(accuracy, accuracy),
        CLASSES,
        0,
        points,
        List.of(),
        points,
        output);
  }

  /** An experiment of that outcome. */
  public static ExperimentRecord record(String name, long seed, Measurement test) {
    return record(name, seed, test, null, List.of());
  }

  /**
   * An experiment of that outcome.
   *
   * @param validation the curve by which layers are chosen
   * @param edits what was done to the network that it started from
   */
  public static ExperimentRecord record(
      String name,
      long seed,
      Measurement test,
      @Nullable Measurement validation,
      List<String> edits) {
    return record(name, seed, test, validation, edits, List.of(new Epoch(1, 0.5, null, null)));
  }

  /** A network that was looked at after each epoch of its training; null: after that one not. */
  public static ExperimentRecord trained(String name, long seed, @Nullable EpochScores... scores) {
    List<Epoch> epochs = Arrays.stream(scores).map(one -> new Epoch(1, 0.5, null, one)).toList();
    return record(name, seed, measured(0.5, 0.9, 0.5), null, List.of(), epochs);
  }

  private static ExperimentRecord record(
      String name,
      long seed,
      Measurement test,
      @Nullable Measurement validation,
      List<String> edits,
      List<Epoch> epochs) {
    return new ExperimentRecord(
        ExperimentRecord.SCHEMA,
        new ExperimentRecord.Identity(
            name,
            seed,
            false,
            name.startsWith("mnist") ? PaperDataset.MNIST : PaperDataset.CIFAR10,
            "data",
            name,
            Map.of("training", "1 epoch"),
            seed < RegisteredPlan.FIRST_SEED ? null : "rules"),
        new ExperimentRecord.Network(edits, 100, epochs, 1, "model", 10),
        test,
        validation,
        null,
        null);
  }
}
