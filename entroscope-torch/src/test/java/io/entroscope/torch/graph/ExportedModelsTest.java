package io.entroscope.torch.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.TensorType;
import io.entroscope.torch.Libtorch;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/**
 * Whole models of the common families, as PyTorch exports them for operator sets 9 to 16; see the
 * README beside the files. The list names each file and how many values its weights have.
 */
class ExportedModelsTest {
  private static final String LIST = "/io/entroscope/torch/graph/exported-models.csv";
  private static final long SEED = 20260202;
  private static final double STEP = 1e-6;
  private static final long BATCH = 3;

  @BeforeAll
  static void oneThread() {
    Libtorch.threads(1);
  }

  @ParameterizedTest
  @CsvFileSource(resources = LIST)
  void theOutputIsThatOfOnnxRuntime(String file) {
    OnnxModel model = read(file);
    try (TorchNetwork network = TorchNetwork.of(model)) {
      for (long batch : new long[] {1, BATCH}) {
        assertAgreesWithOnnxRuntime(network, model, shape(model, batch));
      }
    }
  }

  @ParameterizedTest
  @CsvFileSource(resources = LIST)
  void everyWeightOfTheExportedNetworkIsFound(String file, long values) {
    try (TorchNetwork network = TorchNetwork.of(read(file))) {
      assertThat(network.parameterCount())
          .as("%s", network.parameters().keySet())
          .isEqualTo(values);
    }
  }

  /** Along a random direction in each weight, and in the input. */
  @ParameterizedTest
  @CsvFileSource(resources = LIST)
  void theGradientsAreThoseOfFiniteDifferences(String file) {
    OnnxModel model = read(file);
    long[] shape = shape(model, BATCH);
    float[] x = OperatorCases.random(OperatorCases.product(shape), SEED);
    Libtorch.scoped(
        () -> {
          try (TorchNetwork network = TorchNetwork.of(model, ElementTypes.FLOAT64)) {
            Tensor input = Tensor.create(OperatorCases.doubles(x), shape);
            input.set_requires_grad(true);
            List<Tensor> leaves = new ArrayList<>(network.parameters().values());
            List<String> names = new ArrayList<>(network.parameters().keySet());
            leaves.add(input);
            names.add("input");
            TensorVector gradients = gradients(loss(network, input, Run.INFERENCE), leaves);
            for (int i = 0; i < leaves.size(); i++) {
              Tensor leaf = leaves.get(i);
              Tensor direction =
                  Tensor.create(
                      OperatorCases.doubles(OperatorCases.random(leaf.numel(), SEED + i)),
                      leaf.shape());
              double analytic = torch.sum(torch.mul(gradients.get(i), direction)).item_double();
              double above = moved(network, input, leaf, direction, STEP);
              double below = moved(network, input, leaf, direction, -STEP);
              double numeric = (above - below) / (2 * STEP);
              assertThat(analytic)
                  .as("along %s", names.get(i))
                  .isCloseTo(numeric, within(1e-8 + 1e-6 * Math.abs(numeric)));
            }
          }
        });
  }

  @ParameterizedTest
  @CsvFileSource(resources = LIST)
  void stepsOfATrainingLowerTheLossAndOnnxRuntimeTakesWhatTheyLeave(String file) {
    OnnxModel model = read(file);
    long[] shape = shape(model, BATCH);
    float[] x = OperatorCases.random(OperatorCases.product(shape), SEED);
    try (TorchNetwork network = TorchNetwork.of(model)) {
      double before = Double.POSITIVE_INFINITY;
      for (int step = 0; step < 4; step++) {
        double loss = Libtorch.scoped(() -> descend(network, Tensor.create(x, shape)));
        assertThat(loss).as("loss before step %d", step).isLessThan(before);
        before = loss;
      }
      OnnxModel trained = OnnxModel.parse(network.toModel().bytes());
      assertThat(trained.sha256()).isNotEqualTo(model.sha256());
      assertAgreesWithOnnxRuntime(network, trained, shape);
    }
  }

  private static double descend(TorchNetwork network, Tensor input) {
    List<Tensor> weights = List.copyOf(network.parameters().values());
    Tensor loss = loss(network, input, Run.training(SEED));
    TensorVector gradients = gradients(loss, weights);
    Libtorch.withoutGradients(
        () -> {
          for (int i = 0; i < weights.size(); i++) {
            weights.get(i).add_(gradients.get(i), new Scalar(-0.01));
          }
          return true;
        });
    return loss.item_double();
  }

  private static Tensor loss(TorchNetwork network, Tensor input, Run run) {
    return torch.cross_entropy_loss(
        network.run(input, run), Tensor.create(new long[] {0, 2, 1}, BATCH));
  }

  private static TensorVector gradients(Tensor loss, List<Tensor> leaves) {
    return torch.grad(
        new TensorVector(loss),
        new TensorVector(leaves.toArray(new Tensor[0])),
        new TensorVector(),
        new BoolOptional(),
        false,
        false);
  }

  private static double moved(
      TorchNetwork network, Tensor input, Tensor leaf, Tensor direction, double by) {
    return Libtorch.withoutGradients(
        () -> {
          Tensor original = leaf.clone();
          leaf.add_(direction, new Scalar(by));
          double loss = loss(network, input, Run.INFERENCE).item_double();
          leaf.copy_(original);
          return loss;
        });
  }

  private static void assertAgreesWithOnnxRuntime(
      TorchNetwork network, OnnxModel model, long... shape) {
    float[] x = OperatorCases.random(OperatorCases.product(shape), SEED);
    OnnxRuntime.Array expected =
        OnnxRuntime.run(model, Map.of("input", new OnnxRuntime.Array(x, shape))).get("output");
    Libtorch.withoutGradients(
        () -> {
          Tensor y = network.run(Tensor.create(x, shape), Run.INFERENCE);
          assertThat(y.shape()).isEqualTo(expected.shape());
          float[] values = HostTensors.floats(y);
          for (int i = 0; i < values.length; i++) {
            double wanted = expected.values()[i];
            assertThat((double) values[i])
                .as("output[%d] of %d images", i, shape[0])
                .isCloseTo(wanted, within(1e-6 + 1e-5 * Math.abs(wanted)));
          }
          return true;
        });
  }

  private static long[] shape(OnnxModel model, long batch) {
    long[] shape =
        TensorType.of(model.graph().inputs().get(0))
            .flatMap(TensorType::shape)
            .orElseThrow()
            .stream()
            .mapToLong(Long::longValue)
            .toArray();
    shape[0] = batch;
    return shape;
  }

  private static OnnxModel read(String file) {
    try (InputStream in = ExportedModelsTest.class.getResourceAsStream(file)) {
      return OnnxModel.parse(in.readAllBytes());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
