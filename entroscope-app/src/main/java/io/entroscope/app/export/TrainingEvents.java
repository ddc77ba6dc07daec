package io.entroscope.app.export;

import io.entroscope.result.AnalysisResult;
import io.entroscope.result.TrainingHistory;
import io.entroscope.result.TrainingHistory.Epoch;
import io.entroscope.result.TrainingHistory.Information;
import io.entroscope.result.derived.Tracking.Checkpoint;
import io.entroscope.result.layer.LayerResult;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The history of a training for TensorBoard: numbers and histograms of each layer by epoch. */
public final class TrainingEvents {
  /** The name of the file; TensorBoard knows its kind by "tfevents". */
  public static final String FILE = "events.out.tfevents.0000000000.entroscope";

  private final EventFile file;
  private final TrainingHistory history;

  private TrainingEvents(TrainingHistory history) throws IOException {
    this.file = new EventFile();
    this.history = history;
  }

  /**
   * The file of a training. A step is an epoch; of epochs between two whole ones, a thousandth.
   *
   * @param tracked with the history of all epochs
   * @param checkpoints their results, for the histograms
   */
  public static byte[] of(AnalysisResult tracked, List<Checkpoint> checkpoints) throws IOException {
    TrainingEvents events = new TrainingEvents(Objects.requireNonNull(tracked.training()));
    long scale = events.scale();
    for (Epoch epoch : events.history.epochs()) {
      events.numbers(epoch, Math.round(epoch.epoch() * scale));
    }
    List<Checkpoint> ordered =
        checkpoints.stream().sorted(Comparator.comparingDouble(Checkpoint::epoch)).toList();
    for (Checkpoint one : ordered) {
      events.histograms(one.result(), Math.round(one.epoch() * scale));
    }
    return events.file.bytes();
  }

  private long scale() {
    return history.epochs().stream().allMatch(of -> of.epoch() == Math.rint(of.epoch())) ? 1 : 1000;
  }

  private void numbers(Epoch epoch, long step) throws IOException {
    number("training_loss", step, epoch.trainingLoss());
    number("accuracy", step, epoch.accuracy());
    for (int l = 0; l < history.layers().size(); l++) {
      String layer = history.layers().get(l);
      file.scalar("pattern_entropy/" + layer, step, mean(epoch.patternEntropyNormalized()[l]));
      double[][] standardized = epoch.patternEntropyStandardizedNormalized();
      if (standardized != null) {
        file.scalar("pattern_entropy_standardized/" + layer, step, mean(standardized[l]));
      }
      information(epoch.information(), layer, l, step);
    }
  }

  private void information(@Nullable Information seen, String layer, int l, long step)
      throws IOException {
    if (seen != null) {
      file.scalar("information_input_nats/" + layer, step, seen.inputBinned()[l]);
      file.scalar("information_labels_nats/" + layer, step, seen.labelsBinned()[l]);
    }
  }

  private void number(String tag, long step, @Nullable Double value) throws IOException {
    if (value != null) {
      file.scalar(tag, step, value);
    }
  }

  private static double mean(double[] classes) {
    return Arrays.stream(classes).average().orElse(Double.NaN);
  }

  private void histograms(AnalysisResult result, long step) throws IOException {
    for (LayerResult layer : result.layers()) {
      long[] counts = layer.all().imageEntropy().histogram();
      double highest = Math.log(layer.units());
      if (counts.length == 0 || highest <= 0) {
        continue;
      }
      double[] edges = new double[counts.length + 1];
      Arrays.setAll(edges, bin -> highest * bin / counts.length);
      file.histogram("image_entropy_nats/" + layer.name(), step, edges, counts);
    }
  }
}
