package io.entroscope.onnx;

import io.entroscope.onnx.internal.Shapes;
import java.util.List;
import java.util.Set;

/**
 * Multilayer perceptrons written in the ways of different exporters, from the same weights.
 *
 * @param style how the product and its bias are written
 * @param activation the operator after each layer but the last
 * @param normalized whether batch normalization follows each layer but the last
 * @param type the number type
 */
public record Networks(Style style, String activation, boolean normalized, ElementType type) {
  /** How the product and its bias are written. */
  public enum Style {
    GEMM,
    GEMM_TRANSPOSED,
    MATMUL
  }

  public static Networks of(Style style, String activation) {
    return new Networks(style, activation, false, ElementType.FLOAT);
  }

  /**
   * A network of these sizes; layer i is called fc1, fc2, ... with weights drawn for its number.
   *
   * @param linear the layers (from 1) whose activation is left out
   * @param dropped the layers that are left out altogether
   */
  public OnnxModel perceptron(Set<Integer> linear, Set<Integer> dropped, int... sizes) {
    GraphBuilder b = new GraphBuilder("perceptron");
    String x = b.input("input", TensorType.of(type, -1, sizes[0]));
    for (int i = 1; i < sizes.length; i++) {
      boolean last = i == sizes.length - 1;
      if (!dropped.contains(i)) {
        x = layer(b, x, i, sizes[i - 1], sizes[i], last ? "logits" : "");
        if (!last && !linear.contains(i)) {
          x = activated(b, x);
        }
        if (!last) {
          x = b.node("Dropout", List.of(x));
        }
      }
    }
    return b.output(x, TensorType.of(type, -1, sizes[sizes.length - 1])).build(13);
  }

  private String activated(GraphBuilder b, String x) {
    if (!activation.equals("Silu")) {
      return b.node(activation, List.of(x));
    }
    return b.node("Mul", List.of(x, b.node("Sigmoid", List.of(x))));
  }

  private String layer(GraphBuilder b, String x, int number, int inputs, int units, String name) {
    RandomValues values = new RandomValues(100 + number);
    String path = "fc" + number;
    double[] weights = doubles(values.gaussian(inputs * units, 1 / Math.sqrt(inputs)));
    long[] shape = {inputs, units};
    if (style == Style.GEMM_TRANSPOSED) {
      weights = Shapes.transpose(weights, shape, new long[] {1, 0});
      shape = new long[] {units, inputs};
    }
    String w = b.initializer(Tensors.of(path + ".weight", type, shape, weights));
    String bias = vector(b, path + ".bias", values, units, 0.1, 0);
    boolean ends = !name.isEmpty();
    String y;
    if (style == Style.MATMUL) {
      y = b.node("MatMul", List.of(x, w));
      GraphBuilder.Step sum = b.step("Add").inputs(bias, y);
      y = ends ? sum.outputs(name).add() : sum.add();
    } else {
      GraphBuilder.Step gemm =
          b.step("Gemm")
              .inputs(x, w, bias)
              .attribute(Attributes.of("transB", style == Style.GEMM_TRANSPOSED ? 1 : 0))
              .attribute(Attributes.of("alpha", 0.5f))
              .attribute(Attributes.of("beta", 2f));
      y = ends ? gemm.outputs(name).add() : gemm.add();
    }
    return normalized && !ends ? normalize(b, y, path, values, units) : y;
  }

  private String normalize(GraphBuilder b, String y, String path, RandomValues values, int units) {
    return b.node(
        "BatchNormalization",
        List.of(
            y,
            vector(b, path + ".norm.weight", values, units, 0.3, 1),
            vector(b, path + ".norm.bias", values, units, 0.3, 0),
            vector(b, path + ".norm.mean", values, units, 0.3, 0),
            vector(b, path + ".norm.var", values, units, 0.1, 1)));
  }

  private String vector(
      GraphBuilder b, String name, RandomValues values, int units, double deviation, double mean) {
    double[] vector = doubles(values.gaussian(units, deviation));
    for (int i = 0; i < units; i++) {
      vector[i] += mean;
    }
    return b.initializer(Tensors.of(name, type, new long[] {units}, vector));
  }

  private static double[] doubles(float[] floats) {
    double[] result = new double[floats.length];
    for (int i = 0; i < floats.length; i++) {
      result[i] = floats[i];
    }
    return result;
  }
}
