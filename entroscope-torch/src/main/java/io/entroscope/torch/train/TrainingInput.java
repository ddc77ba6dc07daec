package io.entroscope.torch.train;

import io.entroscope.data.image.FlatOrder;
import io.entroscope.data.image.ImageShape;
import io.entroscope.data.image.InputFit;
import io.entroscope.data.image.InputShape;
import io.entroscope.data.image.Preprocessing;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.TensorType;
import io.entroscope.torch.Libtorch;
import io.entroscope.torch.TorchException;
import io.entroscope.torch.graph.Run;
import io.entroscope.torch.graph.TorchNetwork;
import java.util.Arrays;
import java.util.Optional;

/** Whether images and their labels fit a model that is to be trained on them. */
final class TrainingInput {
  private TrainingInput() {}

  /**
   * How images go into a model.
   *
   * @param flat the order of an image's values, where the model takes rows
   * @throws TorchException if the model has several inputs, or does not declare the shape of its
   *     one
   * @throws io.entroscope.data.DataException if such images do not go into it
   */
  static InputShape of(OnnxModel model, ImageShape images, FlatOrder flat) {
    if (model.graph().inputs().size() != 1) {
      throw new TorchException(
          "the model has "
              + model.graph().inputs().size()
              + " inputs; only models of one, the images, can be trained");
    }
    long[] shape =
        TensorType.of(model.graph().inputs().get(0))
            .flatMap(TensorType::shape)
            .orElseThrow(
                () -> new TorchException("the model does not declare the shape of its input"))
            .stream()
            .mapToLong(Long::longValue)
            .toArray();
    return InputFit.fit(shape, images, Optional.empty()).flattened(flat);
  }

  /**
   * Checks that a network gives a score to each class.
   *
   * @throws TorchException if it does not
   */
  static void requireLabelsFit(
      TorchNetwork network, LabelledImages images, InputShape input, Preprocessing preprocessing) {
    BatchFiller filler = new BatchFiller(images, input, preprocessing);
    long[] shape =
        Libtorch.withoutGradients(
            () -> network.run(filler.inputs(new int[] {0}, 0, 1, 0), Run.INFERENCE).shape());
    int classes = images.classNames().size();
    if (shape.length != 2 || shape[1] < classes) {
      throw new TorchException(
          "the model's output for one image has the shape "
              + Arrays.toString(shape)
              + ", but the images have "
              + classes
              + " classes; train a model with one output per class");
    }
  }
}
