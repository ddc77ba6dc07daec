package io.entroscope.torch.prune;

import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.core.plan.AnalysisPlan;
import io.entroscope.core.plan.ModelInput;
import io.entroscope.core.plan.Planner;
import io.entroscope.data.DataSpec;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.format.DataSets;
import io.entroscope.data.image.FlatOrder;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.torch.train.FineTuner;
import io.entroscope.torch.train.LabelledImages;
import io.entroscope.torch.train.Tuning;
import io.entroscope.torch.train.TuningOptions;
import java.util.function.Function;

/** Fine-tunes a model on images of a dataset. */
public final class FineTune {
  private FineTune() {}

  /**
   * Fine-tunes a model with {@link FineTuner}.
   *
   * @param data to train on
   * @param chosen gives the positions in it that may be trained on
   * @param analysis how pixels become input, and where predictions come out
   * @throws io.entroscope.torch.TorchException if the model cannot be trained
   * @throws io.entroscope.core.PlanException if model and images do not fit together
   */
  public static Tuning run(
      OnnxModel model,
      DataSpec data,
      Function<ImageDataSet, int[]> chosen,
      AnalysisOptions analysis,
      TuningOptions options) {
    try (ImageDataSet images = DataSets.open(data)) {
      AnalysisPlan plan = Planner.plan(model, images, analysis);
      ModelInput.Images fit = plan.images();
      LabelledImages loaded =
          LabelledImages.load(
              images, chosen.apply(images), fit.shape().image(), analysis.threads());
      FlatOrder order = analysis.pixels().flat();
      return FineTuner.run(
          model,
          plan.requirePredictions().what().tensor(),
          loaded,
          fit.preprocessing(),
          order == null ? FlatOrder.CHW : order,
          options);
    }
  }
}
