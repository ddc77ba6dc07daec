package io.entroscope.torch.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.entroscope.data.image.InputShape;
import io.entroscope.data.image.Layout;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.torch.Libtorch;
import io.entroscope.torch.architecture.Architecture;
import io.entroscope.torch.architecture.ArchitectureWriter;
import io.entroscope.torch.architecture.Architectures;
import io.entroscope.torch.architecture.Initialization;
import io.entroscope.torch.graph.ElementTypes;
import io.entroscope.torch.graph.HostTensors;
import io.entroscope.torch.graph.Run;
import io.entroscope.torch.graph.TorchNetwork;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Gradients in float32 against those in float64, for each number of threads. The network is smooth:
 * a rectifier or a maximum whose inputs nearly tie falls to another side in another precision, and
 * then gradients differ by far more than rounding, with neither of them wrong.
 */
class PrecisionTest {
  private static final LabelledImages IMAGES = TrainerTest.strokes(120, 4);

  @AfterEach
  void oneThreadAgain() {
    Libtorch.threads(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void roundingIsAllThatDiffers(int threads) {
    Libtorch.threads(threads);
    OnnxModel model =
        new Initialization(1, 1)
            .apply(
                ArchitectureWriter.write(
                    Architectures.parse(
                        "conv8 conv8 fc32 fc16",
                        new Architecture.Options(
                            Architecture.Function.TANH,
                            Architecture.Normalisation.CONVOLUTIONS,
                            0)),
                    IMAGES.shape(),
                    3));
    List<double[]> single = gradients(model, ElementTypes.AS_WRITTEN, ScalarType.Float);
    List<double[]> exact = gradients(model, ElementTypes.FLOAT64, ScalarType.Double);
    for (int i = 0; i < exact.size(); i++) {
      double difference = 0;
      double size = 0;
      for (int k = 0; k < exact.get(i).length; k++) {
        difference += Math.pow(single.get(i)[k] - exact.get(i)[k], 2);
        size += Math.pow(exact.get(i)[k], 2);
      }
      assertThat(Math.sqrt(difference)).as("weight %d", i).isLessThan(1e-5 * Math.sqrt(size));
    }
  }

  private static List<double[]> gradients(OnnxModel model, ElementTypes types, ScalarType type) {
    BatchFiller filler =
        new BatchFiller(
            IMAGES, new InputShape(Layout.NCHW, IMAGES.shape()), IMAGES.standardising());
    int[] order = BatchFiller.inOrder(IMAGES.size());
    return Libtorch.scoped(
        () -> {
          try (TorchNetwork network = TorchNetwork.of(model, types)) {
            Tensor logits =
                network.run(filler.inputs(order, 0, order.length, 0).to(type), Run.training(1));
            Tensor loss = torch.cross_entropy_loss(logits, filler.labels(order, 0, order.length));
            TensorVector gradients =
                torch.grad(
                    new TensorVector(loss),
                    new TensorVector(network.parameters().values().toArray(new Tensor[0])),
                    new TensorVector(),
                    new BoolOptional(),
                    false,
                    false);
            List<double[]> values = new ArrayList<>();
            for (int i = 0; i < gradients.size(); i++) {
              values.add(HostTensors.doubles(gradients.get(i)));
            }
            return values;
          }
        });
  }
}
