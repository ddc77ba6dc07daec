package io.entroscope.torch.prune;

import io.entroscope.core.plan.AnalysisOptions;
import io.entroscope.core.plan.PlanInput;
import io.entroscope.core.plan.Planner;
import io.entroscope.data.DataSpec;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.format.DataSets;
import io.entroscope.data.image.FlatOrder;
import io.entroscope.data.image.Preprocessing;
import io.entroscope.files.Scratch;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.torch.train.LabelledImages;
import io.entroscope.torch.train.Trainer;
import io.entroscope.torch.train.TrainingListener;
import io.entroscope.torch.train.TrainingOptions;
import io.entroscope.torch.train.TrainingOptions.Optimizer;
import io.entroscope.torch.train.TrainingOptions.Rule;
import io.entroscope.torch.train.TrainingOptions.Schedule;
import io.entroscope.torch.train.TrainingPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Trains a model further, in a folder of its own that is gone afterwards. */
public final class FineTune {
  private static final int BATCH = 128;
  private static final double VALIDATION = 0.1;

  private FineTune() {}

  /**
   * The model of the best epoch by its accuracy on a share of the training images.
   *
   * @param data whose training split is trained on
   * @param trains which positions of it may be trained on
   * @param epochs at least 1
   * @param rate the highest learning rate, which falls to 0 along half a cosine
   * @param analysis how pixels become input, and the threads
   * @param seed of the order of the images
   * @throws io.entroscope.torch.TorchException if the model cannot be trained
   * @throws IOException if the folder cannot be made or removed
   */
  public static OnnxModel run(
      OnnxModel model,
      DataSpec data,
      IntPredicate trains,
      int epochs,
      double rate,
      AnalysisOptions analysis,
      long seed)
      throws IOException {
    try (Scratch folder = Scratch.make();
        ImageDataSet images = DataSets.open(data)) {
      PlanInput.Images fit = Planner.plan(model, images, analysis).images();
      Preprocessing how = fit.preprocessing();
      int[] positions = IntStream.range(0, images.size()).filter(trains).toArray();
      LabelledImages loaded =
          LabelledImages.load(images, positions, fit.shape().image(), analysis.threads());
      TrainingOptions options =
          new TrainingOptions(
              epochs,
              BATCH,
              new Optimizer(Rule.SGD, rate, 0.9, 5e-4),
              Schedule.COSINE,
              0,
              false,
              0,
              VALIDATION,
              0,
              seed,
              analysis.threads());
      TrainingPlan plan =
          new TrainingPlan(
              model,
              model.path().map(Path::toString).orElse("a pruned model"),
              loaded,
              Optional.empty(),
              how,
              analysis.pixels().flat().orElse(FlatOrder.CHW),
              options,
              folder.path().resolve("tuned.onnx"),
              false);
      return Trainer.run(plan, TrainingListener.NONE).model();
    }
  }
}
