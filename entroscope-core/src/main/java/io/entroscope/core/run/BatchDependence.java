package io.entroscope.core.run;

import io.entroscope.core.plan.AnalysisPlan;
import io.entroscope.core.plan.PredictionReader.Said;
import io.entroscope.data.ImageDataSet;
import io.entroscope.onnx.layer.BatchMixing;
import io.entroscope.result.Caveat;
import io.entroscope.setting.Setting;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether what a model makes of an image depends on the others in its batch: looked for where its
 * operators may do so, and confirmed by running some images alone and together.
 */
public final class BatchDependence {
  private static final int IMAGES = 16;

  /** What single precision leaves of probabilities is far below. */
  private static final double ROUNDING = 1e-4;

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
    try (Classifier classifier = Classifier.open(plan)) {
      Said together = classifier.say(some, some.length);
      Said alone = classifier.say(some, 1);
      return warning(operators, some.length, together, alone);
    }
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
        new Caveat(
            Caveat.DEPENDS_ON_BATCH,
            String.format(
                Locale.ROOT,
                "An image's numbers depend on the others in its batch (%s): of %d images alone and"
                    + " together, the probability of the predicted class differs by up to %.2g, and"
                    + " %d get another class. All numbers are those of this division into batches;"
                    + " %s 1 gives those of single images.",
                operators,
                images,
                most,
                others,
                Setting.BATCH)));
  }
}
