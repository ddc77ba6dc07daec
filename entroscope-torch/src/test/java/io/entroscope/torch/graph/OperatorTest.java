package io.entroscope.torch.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.entroscope.torch.Libtorch;
import io.entroscope.torch.graph.OperatorCases.Case;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every operator against ONNX Runtime, and its gradients against central differences in float64:
 * both compute the same function from the same file.
 */
class OperatorTest {
  private static final double STEP = 1e-5;
  private static final long SEED = 20260101;

  static List<Case> cases() {
    return OperatorCases.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void givesWhatOnnxRuntimeGives(Case test) {
    float[] x = OperatorCases.random(OperatorCases.product(test.shape()), SEED);
    OnnxRuntime.Array expected =
        OnnxRuntime.run(test.model(), Map.of("x", new OnnxRuntime.Array(x, test.shape())))
            .values()
            .iterator()
            .next();
    Libtorch.scoped(
        () -> {
          try (TorchNetwork network = TorchNetwork.of(test.model())) {
            Tensor y = network.run(Tensor.create(x, test.shape()), Run.INFERENCE);
            assertThat(y.shape()).isEqualTo(expected.shape());
            float[] values = HostTensors.floats(y);
            for (int i = 0; i < values.length; i++) {
              double wanted = expected.values()[i];
              assertThat((double) values[i])
                  .as("y[%d]", i)
                  .isCloseTo(wanted, within(2e-6 + 2e-5 * Math.abs(wanted)));
            }
          }
        });
  }

  @ParameterizedTest
  @MethodSource("cases")
  void gradientsAreThoseOfFiniteDifferences(Case test) {
    double[] x =
        OperatorCases.doubles(OperatorCases.random(OperatorCases.product(test.shape()), SEED));
    Libtorch.scoped(
        () -> {
          try (TorchNetwork network = TorchNetwork.of(test.model(), ElementTypes.FLOAT64)) {
            Tensor input = Tensor.create(x, test.shape());
            input.set_requires_grad(true);
            Tensor y = network.run(input, Run.INFERENCE);
            double[] weights = OperatorCases.doubles(OperatorCases.random(y.numel(), SEED + 1));
            Tensor loss = objective(y, weights);
            if (!loss.requires_grad()) {
              return;
            }
            TensorVector leaves = new TensorVector(input);
            network.parameters().values().forEach(leaves::push_back);
            TensorVector gradients =
                torch.grad(
                    new TensorVector(loss),
                    leaves,
                    new TensorVector(),
                    new BoolOptional(),
                    false,
                    true);
            Random random = new Random(SEED + 2);
            for (int leaf = 0; leaf < leaves.size(); leaf++) {
              Tensor gradient = gradients.get(leaf);
              double[] analytic =
                  gradient.defined()
                      ? HostTensors.doubles(gradient)
                      : new double[(int) leaves.get(leaf).numel()];
              for (int k = 0; k < Math.min(6, analytic.length); k++) {
                int at = random.nextInt(analytic.length);
                double numeric = difference(network, input, leaves.get(leaf), at, weights);
                assertThat(analytic[at])
                    .as("leaf %d, value %d", leaf, at)
                    .isCloseTo(numeric, within(1e-7 + 2e-6 * Math.abs(numeric)));
              }
            }
          }
        });
  }

  private static double difference(
      TorchNetwork network, Tensor input, Tensor leaf, int at, double[] weights) {
    double above = shifted(network, input, leaf, at, STEP, weights);
    double below = shifted(network, input, leaf, at, -STEP, weights);
    return (above - below) / (2 * STEP);
  }

  private static double shifted(
      TorchNetwork network, Tensor input, Tensor leaf, int at, double by, double[] weights) {
    return Libtorch.withoutGradients(
        () -> {
          double[] original = HostTensors.doubles(leaf);
          double[] moved = original.clone();
          moved[at] += by;
          leaf.copy_(Tensor.create(moved, leaf.shape()));
          double value = objective(network.run(input, Run.INFERENCE), weights).item_double();
          leaf.copy_(Tensor.create(original, leaf.shape()));
          return value;
        });
  }

  private static Tensor objective(Tensor y, double[] weights) {
    return torch.sum(torch.mul(y.to(ScalarType.Double).reshape(-1), Tensor.create(weights)));
  }
}
