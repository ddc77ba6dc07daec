package io.entroscope.torch.train;

import io.entroscope.data.image.FlatOrder;
import io.entroscope.data.image.Preprocessing;
import io.entroscope.onnx.OnnxModel;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A training, settled before it begins.
 *
 * @param model to start from, its weights set
 * @param scores the tensor with a score for each class, as cross-entropy takes it
 * @param architecture how the model came about: a notation, or the file that it was read from
 * @param images to train on; validation images are taken from them
 * @param test images that decide nothing, for the accuracy at the end
 * @param preprocessing how pixels become input
 * @param flat the order of an image's values, where the model takes rows
 * @param options how to train
 * @param out where the model is written
 * @param resume whether to go on from the last checkpoint of {@code out}, if there is one
 */
public record TrainingPlan(
    OnnxModel model,
    String scores,
    String architecture,
    LabelledImages images,
    Optional<LabelledImages> test,
    Preprocessing preprocessing,
    FlatOrder flat,
    TrainingOptions options,
    Path out,
    boolean resume) {

  /**
   * A plan of a model whose first output has the scores and that, if it takes rows, takes images
   * channel by channel.
   */
  public TrainingPlan(
      OnnxModel model,
      String architecture,
      LabelledImages images,
      Optional<LabelledImages> test,
      Preprocessing preprocessing,
      TrainingOptions options,
      Path out,
      boolean resume) {
    this(
        model,
        model.graph().outputs().get(0).getName(),
        architecture,
        images,
        test,
        preprocessing,
        FlatOrder.CHW,
        options,
        out,
        resume);
  }

  /** The folder of the checkpoints, beside the model that is written. */
  public Path checkpoints() {
    return out.resolveSibling(out.getFileName() + ".training");
  }
}
