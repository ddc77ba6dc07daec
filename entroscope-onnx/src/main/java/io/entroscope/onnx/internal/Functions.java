package io.entroscope.onnx.internal;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/** The known activation functions of one number, and which of them a function is. */
public final class Functions {
  /** What a function that changes nothing is recognised as. */
  public static final String IDENTITY = "Identity";

  private static final Map<String, DoubleUnaryOperator> KNOWN = new LinkedHashMap<>();

  static {
    KNOWN.put(IDENTITY, x -> x);
    KNOWN.put("Relu", x -> Math.max(0, x));
    KNOWN.put("Relu6", x -> Math.min(6, Math.max(0, x)));
    KNOWN.put("Sigmoid", Functions::sigmoid);
    KNOWN.put("Tanh", Math::tanh);
    KNOWN.put("Gelu", Functions::gelu);
    KNOWN.put("QuickGelu", x -> x * sigmoid(1.702 * x));
    KNOWN.put("Silu", x -> x * sigmoid(x));
    KNOWN.put("Mish", x -> x * Math.tanh(softplus(x)));
    KNOWN.put("HardSwish", x -> x * hardSigmoid(x, 1 / 6.0, 0.5));
    KNOWN.put("Softplus", Functions::softplus);
    KNOWN.put("Softsign", x -> x / (1 + Math.abs(x)));
    KNOWN.put("Selu", x -> 1.0507009873554805 * (x < 0 ? 1.6732632423543772 * Math.expm1(x) : x));
    KNOWN.put("Elu", x -> x < 0 ? Math.expm1(x) : x);
    KNOWN.put("LogSigmoid", x -> -softplus(-x));
    KNOWN.put("Tanhshrink", x -> x - Math.tanh(x));
    KNOWN.put("Square", x -> x * x);
  }

  /** Half precision constants and the tanh form of Gelu stay within this of the exact function. */
  private static final double TOLERANCE = 1e-3;

  private static final double RANGE = 9;
  private static final double STEP = 0.09;

  private Functions() {}

  /** The name of the known function that agrees with this one on [−9, 9] to 1e-3. */
  public static Optional<String> recognise(DoubleUnaryOperator function) {
    Optional<String> known =
        KNOWN.entrySet().stream()
            .filter(entry -> agree(function, entry.getValue()))
            .map(Map.Entry::getKey)
            .findFirst();
    return known.or(() -> family(function));
  }

  /** A function of a family with a parameter, which is read off at a point. */
  private static Optional<String> family(DoubleUnaryOperator function) {
    double slope = -function.applyAsDouble(-1);
    if (slope > 0 && slope < 1 && agree(function, x -> x < 0 ? slope * x : x)) {
      return Optional.of("LeakyRelu");
    }
    for (double alpha : new double[] {1 / 6.0, 0.2}) {
      if (agree(function, x -> hardSigmoid(x, alpha, 0.5))) {
        return Optional.of("HardSigmoid");
      }
    }
    double beta = Math.log(2) / function.applyAsDouble(0);
    if (beta > 0 && agree(function, x -> softplus(beta * x) / beta)) {
      return Optional.of("Softplus");
    }
    double steepness = -Math.log(1 / function.applyAsDouble(1) - 1);
    if (steepness > 0 && agree(function, x -> x * sigmoid(steepness * x))) {
      return Optional.of("Swish");
    }
    double low = function.applyAsDouble(-RANGE);
    double high = function.applyAsDouble(RANGE);
    if (low < high && agree(function, x -> Math.min(high, Math.max(low, x)))) {
      return Optional.of("Clip");
    }
    double floor = -low / -Math.expm1(-RANGE);
    return floor > 0 && agree(function, x -> x < 0 ? floor * Math.expm1(x) : x)
        ? Optional.of("Elu")
        : Optional.empty();
  }

  private static boolean agree(DoubleUnaryOperator left, DoubleUnaryOperator right) {
    for (double x = -RANGE; x <= RANGE; x += STEP) {
      double expected = right.applyAsDouble(x);
      double difference = Math.abs(left.applyAsDouble(x) - expected);
      if (!(difference <= TOLERANCE * Math.max(1, Math.abs(expected)))) {
        return false;
      }
    }
    return true;
  }

  static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  static double softplus(double x) {
    return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
  }

  static double hardSigmoid(double x, double alpha, double beta) {
    return Math.max(0, Math.min(1, alpha * x + beta));
  }

  static double gelu(double x) {
    return x / 2 * (1 + erf(x / Math.sqrt(2)));
  }

  /** The error function to 1.5e-7; Abramowitz and Stegun, formula 7.1.26. */
  static double erf(double x) {
    double t = 1 / (1 + 0.3275911 * Math.abs(x));
    double series =
        t
            * (0.254829592
                + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
    return Math.signum(x) * (1 - series * Math.exp(-x * x));
  }
}
