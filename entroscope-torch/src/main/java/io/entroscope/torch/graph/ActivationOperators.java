package io.entroscope.torch.graph;

import static io.entroscope.torch.graph.ElementwiseOperators.at;
import static io.entroscope.torch.graph.ElementwiseOperators.unary;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/** Activation functions, and softmax. */
final class ActivationOperators {
  private static final double SELU_ALPHA = 1.6732631921768188;
  private static final double SELU_GAMMA = 1.0507010221481323;

  private ActivationOperators() {}

  static void register(Operators.Registry to) {
    to.add("Relu", unary(torch::relu));
    to.add("Sigmoid", unary(torch::sigmoid));
    to.add("Tanh", unary(torch::tanh));
    to.add("Softplus", unary(x -> torch.softplus(x)));
    to.add("Softsign", unary(x -> torch.div(x, torch.abs(x).add(new Scalar(1.0)))));
    to.add("Mish", unary(torch::mish));
    to.add("HardSwish", unary(x -> torch.mul(x, hardSigmoid(x, 1.0 / 6.0, 0.5))));
    to.add("LeakyRelu", ActivationOperators::leakyRelu);
    to.add("PRelu", node -> Kernel.single(in -> prelu(at(in, 0), at(in, 1))), 1);
    to.add("Elu", ActivationOperators::elu);
    to.add("Selu", ActivationOperators::selu);
    to.add("Celu", ActivationOperators::celu);
    to.add("ThresholdedRelu", ActivationOperators::thresholdedRelu);
    to.add("HardSigmoid", ActivationOperators::hardSigmoid);
    to.add("Gelu", ActivationOperators::gelu);
    to.add("Clip", ActivationOperators::clip);
    to.add("Softmax", node -> softmax(node, false));
    to.add("LogSoftmax", node -> softmax(node, true));
  }

  private static Kernel leakyRelu(Node node) {
    double alpha = node.real("alpha", 0.01);
    return Kernel.single(in -> torch.leaky_relu(at(in, 0), new Scalar(alpha)));
  }

  private static Tensor prelu(Tensor x, Tensor slope) {
    return torch.where(x.ge(new Scalar(0)), x, torch.mul(x, slope));
  }

  private static Kernel elu(Node node) {
    double alpha = node.real("alpha", 1.0);
    return Kernel.single(
        in -> torch.elu(at(in, 0), new Scalar(alpha), new Scalar(1.0), new Scalar(1.0)));
  }

  private static Kernel selu(Node node) {
    double alpha = node.real("alpha", SELU_ALPHA);
    double gamma = node.real("gamma", SELU_GAMMA);
    return Kernel.single(
        in -> torch.elu(at(in, 0), new Scalar(alpha), new Scalar(gamma), new Scalar(1.0)));
  }

  private static Kernel celu(Node node) {
    double alpha = node.real("alpha", 1.0);
    return Kernel.single(in -> torch.celu(at(in, 0), new Scalar(alpha)));
  }

  private static Kernel thresholdedRelu(Node node) {
    double alpha = node.real("alpha", 1.0);
    return Kernel.single(
        in -> torch.mul(at(in, 0), at(in, 0).gt(new Scalar(alpha)).to(at(in, 0).scalar_type())));
  }

  private static Kernel hardSigmoid(Node node) {
    double alpha = node.real("alpha", 0.2);
    double beta = node.real("beta", 0.5);
    return Kernel.single(in -> hardSigmoid(at(in, 0), alpha, beta));
  }

  private static Tensor hardSigmoid(Tensor x, double alpha, double beta) {
    Tensor line = torch.add(torch.mul(x, new Scalar(alpha)), new Scalar(beta));
    return torch.clamp(
        line, new ScalarOptional(new Scalar(0.0)), new ScalarOptional(new Scalar(1.0)));
  }

  private static Kernel gelu(Node node) {
    String approximate = node.text("approximate", "none");
    return Kernel.single(in -> torch.gelu(at(in, 0), approximate));
  }

  private static Kernel clip(Node node) {
    if (node.opset() < 11) {
      boolean above = node.has("min");
      boolean below = node.has("max");
      double low = node.real("min", 0);
      double high = node.real("max", 0);
      return Kernel.single(
          in -> {
            Tensor x = above ? torch.clamp_min(at(in, 0), new Scalar(low)) : at(in, 0);
            return below ? torch.clamp_max(x, new Scalar(high)) : x;
          });
    }
    return Kernel.single(
        in -> {
          TensorOptional low = optional(in, 1);
          TensorOptional high = optional(in, 2);
          return low.has_value() || high.has_value()
              ? torch.clamp(at(in, 0), low, high)
              : at(in, 0);
        });
  }

  /** An input that may be left out. */
  static TensorOptional optional(@Nullable Tensor[] inputs, int index) {
    Tensor given = index < inputs.length ? inputs[index] : null;
    return given == null ? new TensorOptional() : new TensorOptional(given);
  }

  /**
   * Before operator set 13 everything from the axis on is one dimension, and axis 1 the default.
   */
  private static Kernel softmax(Node node, boolean log) {
    boolean flattening = node.opset() < 13;
    long axis = node.integer("axis", flattening ? 1 : -1);
    return Kernel.single(
        in -> {
          Tensor x = at(in, 0);
          if (!flattening) {
            return log ? torch.log_softmax(x, axis) : torch.softmax(x, axis);
          }
          Tensor flat = x.reshape(Shapes.split(x.shape(), axis));
          Tensor result = log ? torch.log_softmax(flat, 1) : torch.softmax(flat, 1);
          return result.reshape(x.shape());
        });
  }
}
