package io.entroscope.torch.prune;

import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.core.prune.block.Calibration;
import io.entroscope.data.DataSpec;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.Split;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.torch.train.Tuning;
import io.entroscope.torch.train.TuningOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Fine-tunes what is left of a network without some of its blocks, on training images that are not
 * held out to decide on.
 */
public final class BlockTraining implements UnaryOperator<OnnxModel> {
  private final DataSpec images;
  private final Calibration calibration;
  private final AnalysisOptions options;
  private final TuningOptions tuning;
  private final List<String> done = new ArrayList<>();

  /**
   * Training on a dataset.
   *
   * @param images whose training split is trained on
   * @param calibration whose held-out images are left out, where they are of the same split
   * @param options how pixels become input, which images, and which output counts
   */
  public BlockTraining(
      DataSpec images, Calibration calibration, AnalysisOptions options, TuningOptions tuning) {
    this.images = images.withSplit(Split.TRAIN);
    this.calibration = calibration;
    this.options = options;
    this.tuning = tuning;
  }

  /**
   * The trained model.
   *
   * @throws io.entroscope.torch.TorchException if the model cannot be trained
   * @throws io.entroscope.core.PlanException if model and images do not fit together
   */
  @Override
  public OnnxModel apply(OnnxModel model) {
    Tuning tuned = FineTune.run(model, images, this::positions, options, tuning);
    done.add(tuned.describe());
    return tuned.model();
  }

  private int[] positions(ImageDataSet data) {
    boolean same = data.path().equals(calibration.data().path());
    return IntStream.of(options.selection().positions(data))
        .filter(position -> !same || !calibration.isHeldOut(position))
        .toArray();
  }

  /** What was done in the first training, in words; empty before. */
  public List<String> done() {
    return done.stream().limit(1).toList();
  }
}
