package io.entroscope.core.run;

import io.entroscope.core.ort.OrtEngine;
import io.entroscope.core.ort.OrtEngine.Optimization;
import io.entroscope.core.ort.OrtRunner;
import io.entroscope.core.plan.AnalysisPlan;
import io.entroscope.core.plan.AnalysisPlan.Tap;
import io.entroscope.core.plan.PredictionReader.Said;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.batch.Batch;
import io.entroscope.data.batch.BatchPlan;
import io.entroscope.data.batch.BatchReader;
import io.entroscope.data.batch.BatchReader.Ahead;
import io.entroscope.onnx.layer.BatchMixing;
import io.entroscope.result.Caveat;
import io.entroscope.setting.Setting;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whether what a model makes of an image depends on the others in its batch: looked for where its
 * operators may do so, and confirmed by running some images alone and together.
 */
public final class BatchDependence {
  private static final int IMAGES = 16;

  /** What single precision leaves of probabilities is far below. */
  private static final double ROUNDING = 1e-4;

  private static final double ROUNDING_OF_ACTIVATIONS = 1e-3;

  private BatchDependence() {}

  /**
   * A warning, if it does.
   *
   * @throws io.entroscope.core.AnalysisException if inference fails
   */
  public static Optional<Caveat> of(AnalysisPlan plan) {
    String operators = BatchMixing.text(plan.model());
    boolean free = plan.feed().fixedBatch() <= 0 && plan.batches().batchSize() > 1;
    if (operators.isEmpty() || !free || isElsewhere(plan)) {
      return Optional.empty();
    }
    int[] all = plan.batches().positions(0);
    int[] some = Arrays.copyOf(all, Math.min(all.length, IMAGES));
    if (plan.predictions().isEmpty()) {
      return activations(plan, operators, some);
    }
    try (Classifier classifier = Classifier.open(plan)) {
      Said together = classifier.say(some, some.length);
      Said alone = classifier.say(some, 1);
      return warning(operators, some.length, together, alone);
    }
  }

  /** By the last layer observed, of a model that names no classes. */
  private static Optional<Caveat> activations(AnalysisPlan plan, String operators, int[] some) {
    Tap last = plan.taps().get(plan.taps().size() - 1);
    float[] together;
    float[] alone;
    try (OrtEngine engine =
        OrtEngine.open(plan.observation().model(), plan.options().device(), Optimization.ALL)) {
      together = activations(plan, engine, last, some, some.length);
      alone = activations(plan, engine, last, some, 1);
    }
    double squares = 0;
    double most = 0;
    for (int i = 0; i < together.length; i++) {
      squares += (double) alone[i] * alone[i] / together.length;
      double change = Math.abs((double) together[i] - alone[i]);
      most = Double.isNaN(change) ? most : Math.max(most, change);
    }
    double relative = squares > 0 ? most / Math.sqrt(squares) : 0;
    return relative < ROUNDING_OF_ACTIVATIONS
        ? Optional.empty()
        : Optional.of(
            warning(
                operators,
                some.length,
                String.format(
                    Locale.ROOT,
                    "the activations of %s differ by up to %.2g of their root mean square",
                    last.outputs().point().layer().name(),
                    relative)));
  }

  /** {@code [N, units]} of a layer, row by row, in the order of the positions. */
  private static float[] activations(
      AnalysisPlan plan, OrtEngine engine, Tap tap, int[] positions, int batch) {
    String tensor = tap.outputs().pooled();
    float[] all = new float[positions.length * tap.units()];
    BatchPlan batches = BatchPlan.of(positions, batch);
    Map<String, List<Long>> floats = Map.of(tensor, List.of((long) tap.units()));
    int read = 0;
    try (OrtRunner runner = new OrtRunner(engine, plan.input().feed(batch), floats, Set.of());
        BatchReader reader = plan.input().read(batches, 0, batches.batches(), new Ahead(1, 2))) {
      for (Batch next = reader.next(); next != null; next = reader.next()) {
        try (Batch open = next) {
          runner.run(open.tensors(), open.count());
          int values = open.count() * tap.units();
          runner.floats(tensor).get(0, all, read, values);
          read += values;
        }
      }
    }
    return all;
  }

  /** Rows of tables are read by Spark alone. */
  private static boolean isElsewhere(AnalysisPlan plan) {
    return plan.data() instanceof ImageDataSet images && images.supply().isPresent();
  }

  private static Optional<Caveat> warning(String operators, int images, Said together, Said alone) {
    double most = 0;
    int others = 0;
    for (int i = 0; i < images; i++) {
      double change = Math.abs(together.confidence()[i] - alone.confidence()[i]);
      most = Double.isNaN(change) ? most : Math.max(most, change);
      others += together.classes()[i] == alone.classes()[i] ? 0 : 1;
    }
    if (most < ROUNDING && others == 0) {
      return Optional.empty();
    }
    return Optional.of(
        warning(
            operators,
            images,
            String.format(
                Locale.ROOT,
                "the probability of the predicted class differs by up to %.2g, and %d get another"
                    + " class",
                most,
                others)));
  }

  private static Caveat warning(String operators, int images, String difference) {
    return new Caveat(
        Caveat.DEPENDS_ON_BATCH,
        String.format(
            Locale.ROOT,
            "An image's numbers depend on the others in its batch (%s): of %d images alone and"
                + " together, %s. All numbers are those of this division into batches; %s 1 gives"
                + " those of single images.",
            operators,
            images,
            difference,
            Setting.BATCH));
  }
}
