package io.entroscope.torch.graph;

import static java.util.Objects.requireNonNull;

import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/** Arithmetic and comparisons, element by element, with numpy's broadcasting. */
final class ElementwiseOperators {
  private ElementwiseOperators() {}

  static void register(Operators.Registry to) {
    to.add("Add", binary(torch::add), 0, 1);
    to.add("Sub", binary(torch::sub), 0, 1);
    to.add("Mul", binary(torch::mul), 0, 1);
    to.add("Div", binary(ElementwiseOperators::divide), 0, 1);
    to.add("Pow", binary((base, exponent) -> torch.pow(base, exponent).to(base.scalar_type())));
    to.add("Mod", ElementwiseOperators::mod);
    to.add("Max", variadic(torch::maximum));
    to.add("Min", variadic(torch::minimum));
    to.add("Sum", variadic(torch::add));
    to.add("Mean", ElementwiseOperators::mean);
    to.add("Equal", binary(torch::eq));
    to.add("Greater", binary(torch::gt));
    to.add("GreaterOrEqual", binary(torch::ge));
    to.add("Less", binary(torch::lt));
    to.add("LessOrEqual", binary(torch::le));
    to.add("And", binary(torch::logical_and));
    to.add("Or", binary(torch::logical_or));
    to.add("Xor", binary(torch::logical_xor));
    to.add("Not", unary(torch::logical_not));
    to.add("Abs", unary(torch::abs));
    to.add("Ceil", unary(torch::ceil));
    to.add("Cos", unary(torch::cos));
    to.add("Erf", unary(torch::erf));
    to.add("Exp", unary(torch::exp));
    to.add("Floor", unary(torch::floor));
    to.add("Identity", unary(x -> x), 0);
    to.add("IsNaN", unary(torch::isnan));
    to.add("Log", unary(torch::log));
    to.add("Neg", unary(torch::neg));
    to.add("Reciprocal", unary(torch::reciprocal));
    to.add("Round", unary(torch::round));
    to.add("Sign", unary(torch::sign));
    to.add("Sin", unary(torch::sin));
    to.add("Sqrt", unary(torch::sqrt));
    to.add("Where", node -> Kernel.single(in -> torch.where(at(in, 0), at(in, 1), at(in, 2))));
  }

  /** The input of this position, which the operator's definition requires. */
  static Tensor at(@Nullable Tensor[] inputs, int index) {
    return requireNonNull(inputs[index]);
  }

  static Kernel.Factory unary(UnaryOperator<Tensor> operation) {
    return node -> Kernel.single(in -> operation.apply(at(in, 0)));
  }

  private static Kernel.Factory binary(BinaryOperator<Tensor> operation) {
    return node -> Kernel.single(in -> operation.apply(at(in, 0), at(in, 1)));
  }

  private static Kernel.Factory variadic(BinaryOperator<Tensor> operation) {
    return node -> Kernel.single(in -> fold(in, operation));
  }

  private static Tensor fold(@Nullable Tensor[] in, BinaryOperator<Tensor> operation) {
    Tensor result = at(in, 0);
    for (int i = 1; i < in.length; i++) {
      result = operation.apply(result, at(in, i));
    }
    return result;
  }

  private static Kernel mean(Node node) {
    return Kernel.single(in -> torch.div(fold(in, torch::add), new Scalar((double) in.length)));
  }

  /** Whole numbers are divided towards zero. */
  private static Tensor divide(Tensor a, Tensor b) {
    return a.is_floating_point()
        ? torch.div(a, b)
        : torch.floor_divide(torch.sub(a, torch.fmod(a, b)), b);
  }

  private static Kernel mod(Node node) {
    boolean signOfDividend = node.flag("fmod", false);
    return Kernel.single(
        in ->
            signOfDividend
                ? torch.fmod(at(in, 0), at(in, 1))
                : torch.remainder(at(in, 0), at(in, 1)));
  }

  /** Whether a tensor holds truth values. */
  static boolean isBoolean(Tensor tensor) {
    return tensor.scalar_type() == ScalarType.Bool;
  }
}
