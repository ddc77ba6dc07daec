package io.entroscope.onnx.internal;

import io.entroscope.onnx.Attributes;
import io.entroscope.onnx.proto.NodeProto;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/** Operators that treat every element alike, and what they compute of a single number. */
public final class Elementwise {
  private static final Set<String> AFFINE = Set.of("Identity", "Cast", "Neg", "Dropout");
  private static final Set<String> ARITHMETIC = Set.of("Add", "Sub", "Mul", "Div", "Sum");
  private static final Set<String> NONLINEAR =
      Set.of(
          "Abs",
          "And",
          "Celu",
          "Ceil",
          "Clip",
          "Elu",
          "Equal",
          "Erf",
          "Exp",
          "Floor",
          "Gelu",
          "Greater",
          "GreaterOrEqual",
          "HardSigmoid",
          "HardSwish",
          "LeakyRelu",
          "Less",
          "LessOrEqual",
          "Log",
          "Max",
          "Min",
          "Mish",
          "Not",
          "Or",
          "PRelu",
          "Pow",
          "Reciprocal",
          "Relu",
          "Round",
          "Selu",
          "Shrink",
          "Sigmoid",
          "Sign",
          "Softplus",
          "Softsign",
          "Sqrt",
          "Swish",
          "Tanh",
          "ThresholdedRelu",
          "Where",
          "Xor");
  private static final Set<String> TRUTH =
      Set.of(
          "And", "Equal", "Greater", "GreaterOrEqual", "Less", "LessOrEqual", "Not", "Or", "Xor");
  private static final Set<String> ACTIVATIONS =
      Set.of(
          "Celu",
          "Elu",
          "Gelu",
          "HardSigmoid",
          "HardSwish",
          "LeakyRelu",
          "Mish",
          "PRelu",
          "Relu",
          "Selu",
          "Shrink",
          "Sigmoid",
          "Softplus",
          "Softsign",
          "Tanh",
          "ThresholdedRelu");
  private static final Set<String> MICROSOFT = Set.of("BiasGelu", "FastGelu", "Gelu", "QuickGelu");

  private Elementwise() {}

  public static boolean isElementwise(NodeProto node) {
    if (node.getDomain().equals(Nodes.MICROSOFT)) {
      return MICROSOFT.contains(node.getOpType());
    }
    String op = node.getOpType();
    return Nodes.isDefaultDomain(node)
        && (AFFINE.contains(op) || ARITHMETIC.contains(op) || NONLINEAR.contains(op));
  }

  /** The name of the activation function that a single node is; empty for arithmetic. */
  public static Optional<String> activationName(NodeProto node) {
    if (node.getOpType().equals("FastGelu") || node.getOpType().equals("BiasGelu")) {
      return Optional.of("Gelu");
    }
    return Optional.of(node.getOpType()).filter(ACTIVATIONS::contains);
  }

  /** Whether a node gives truth values, which are never an activation by themselves. */
  public static boolean givesTruth(NodeProto node) {
    return TRUTH.contains(node.getOpType());
  }

  /** Whether a node bends its input; {@code varying} are the tensors that depend on the input. */
  public static boolean isNonlinear(NodeProto node, Set<String> varying) {
    if (node.getDomain().equals(Nodes.MICROSOFT) || NONLINEAR.contains(node.getOpType())) {
      return true;
    }
    return switch (node.getOpType()) {
      case "Mul" -> varying.containsAll(node.getInputList());
      case "Div" -> varying.contains(node.getInput(1));
      default -> false;
    };
  }

  /**
   * The function of one number that nodes compute; empty if a constant among their inputs is not a
   * single number.
   */
  public static Optional<DoubleUnaryOperator> function(
      List<NodeProto> nodes, String input, String output, Constants constants) {
    Map<String, Double> fixed = new HashMap<>();
    Set<String> made = new HashSet<>(Set.of(input));
    for (NodeProto node : nodes) {
      for (String tensor : node.getInputList()) {
        if (tensor.isEmpty() || made.contains(tensor)) {
          continue;
        }
        Optional<Constant> constant = constants.find(tensor).filter(Constant::isScalar);
        if (constant.isEmpty()) {
          return Optional.empty();
        }
        fixed.put(tensor, constant.get().scalar());
      }
      made.addAll(node.getOutputList());
    }
    return Optional.of(
        x -> {
          Map<String, Double> values = new HashMap<>(fixed);
          values.put(input, x);
          for (NodeProto node : nodes) {
            values.put(node.getOutput(0), evaluate(node, values));
          }
          return values.getOrDefault(output, Double.NaN);
        });
  }

  private static double evaluate(NodeProto node, Map<String, Double> values) {
    double x = argument(node, 0, values, Double.NaN);
    double y = argument(node, 1, values, Double.NaN);
    return switch (node.getOpType()) {
      case "Identity", "Cast", "Dropout" -> x;
      case "Neg" -> -x;
      case "Add" -> x + y;
      case "Sum" -> fold(node, values, Double::sum);
      case "Sub" -> x - y;
      case "Mul" -> x * y;
      case "Div" -> x / y;
      case "Pow" -> Math.pow(x, y);
      case "Max" -> fold(node, values, Math::max);
      case "Min" -> fold(node, values, Math::min);
      case "Greater" -> truth(x > y);
      case "GreaterOrEqual" -> truth(x >= y);
      case "Less" -> truth(x < y);
      case "LessOrEqual" -> truth(x <= y);
      case "Equal" -> truth(x == y);
      case "And" -> truth(x != 0 && y != 0);
      case "Or" -> truth(x != 0 || y != 0);
      case "Xor" -> truth((x != 0) != (y != 0));
      case "Not" -> truth(x == 0);
      case "Where" -> x != 0 ? y : argument(node, 2, values, Double.NaN);
      case "PRelu" -> x < 0 ? x * y : x;
      case "Clip" -> clip(node, x, values);
      default -> unary(node, x);
    };
  }

  private static double unary(NodeProto node, double x) {
    return switch (node.getOpType()) {
      case "Abs" -> Math.abs(x);
      case "Ceil" -> Math.ceil(x);
      case "Floor" -> Math.floor(x);
      case "Round" -> Math.rint(x);
      case "Sign" -> Math.signum(x);
      case "Exp" -> Math.exp(x);
      case "Log" -> Math.log(x);
      case "Sqrt" -> Math.sqrt(x);
      case "Reciprocal" -> 1 / x;
      case "Erf" -> Functions.erf(x);
      case "Tanh" -> Math.tanh(x);
      case "Sigmoid" -> Functions.sigmoid(x);
      case "Relu" -> Math.max(0, x);
      case "Softplus" -> Functions.softplus(x);
      case "Softsign" -> x / (1 + Math.abs(x));
      case "HardSwish" -> x * Functions.hardSigmoid(x, 1 / 6.0, 0.5);
      case "Mish" -> x * Math.tanh(Functions.softplus(x));
      default -> parametric(node, x);
    };
  }

  private static double parametric(NodeProto node, double x) {
    return switch (node.getOpType()) {
      case "LeakyRelu" -> x < 0 ? x * Attributes.floatValue(node, "alpha", 0.01f) : x;
      case "Elu" -> x < 0 ? Math.expm1(x) * Attributes.floatValue(node, "alpha", 1) : x;
      case "Celu" -> {
        double alpha = Attributes.floatValue(node, "alpha", 1);
        yield x < 0 ? alpha * Math.expm1(x / alpha) : x;
      }
      case "Selu" -> {
        double gamma = Attributes.floatValue(node, "gamma", 1.050701f);
        double alpha = Attributes.floatValue(node, "alpha", 1.6732632f);
        yield gamma * (x < 0 ? alpha * Math.expm1(x) : x);
      }
      case "HardSigmoid" ->
          Functions.hardSigmoid(
              x,
              Attributes.floatValue(node, "alpha", 0.2f),
              Attributes.floatValue(node, "beta", 0.5f));
      case "ThresholdedRelu" -> x > Attributes.floatValue(node, "alpha", 1) ? x : 0;
      case "Swish" -> x * Functions.sigmoid(x * Attributes.floatValue(node, "alpha", 1));
      case "QuickGelu" -> x * Functions.sigmoid(x * Attributes.floatValue(node, "alpha", 1.702f));
      case "FastGelu" -> Functions.gelu(x);
      case "Gelu" -> Functions.gelu(x);
      default -> Double.NaN;
    };
  }

  private static double clip(NodeProto node, double x, Map<String, Double> values) {
    double low =
        argument(node, 1, values, Attributes.floatValue(node, "min", Float.NEGATIVE_INFINITY));
    double high =
        argument(node, 2, values, Attributes.floatValue(node, "max", Float.POSITIVE_INFINITY));
    return Math.min(Math.max(x, low), high);
  }

  private static double fold(NodeProto node, Map<String, Double> values, DoubleBinaryOperator by) {
    return node.getInputList().stream()
        .mapToDouble(input -> values.getOrDefault(input, Double.NaN))
        .reduce(by)
        .orElse(Double.NaN);
  }

  private static double argument(
      NodeProto node, int index, Map<String, Double> values, double otherwise) {
    return Nodes.input(node, index).map(values::get).orElse(otherwise);
  }

  private static double truth(boolean value) {
    return value ? 1 : 0;
  }
}
