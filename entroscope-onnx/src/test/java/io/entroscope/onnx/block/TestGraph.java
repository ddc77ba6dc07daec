package io.entroscope.onnx.block;

import io.entroscope.onnx.Attributes;
import io.entroscope.onnx.GraphBuilder;
import io.entroscope.onnx.RandomValues;
import io.entroscope.onnx.proto.AttributeProto;
import java.util.List;

/** Parts of networks, written as exporters write them: nodes and weights named by module paths. */
final class TestGraph {
  static final int WIDTH = 8;

  final GraphBuilder builder = new GraphBuilder("network");
  private final RandomValues values = new RandomValues(7);
  private int made;

  /** A node whose name is a module's path and its operator. */
  String node(String path, String operator, List<String> inputs, AttributeProto... attributes) {
    GraphBuilder.Step step =
        builder
            .step(operator)
            .named(path.isEmpty() ? "" : "/" + path + "/" + operator)
            .inputs(inputs.toArray(String[]::new));
    for (AttributeProto attribute : attributes) {
      step.attribute(attribute);
    }
    return step.add();
  }

  String weights(int inputs, long... shape) {
    return values.weights(builder, "onnx::W_" + made++, inputs, shape);
  }

  String vector(int units) {
    return values.bias(builder, "onnx::B_" + made++, units);
  }

  /** A vector of values around one, such as the scales of normalisations. */
  String scale(int units) {
    float[] ones = values.gaussian(units, 0.1);
    for (int i = 0; i < units; i++) {
      ones[i] += 1;
    }
    return builder.floats("onnx::S_" + made++, new long[] {units}, ones);
  }

  String scalar(float value) {
    return builder.floats("onnx::C_" + made++, new long[0], value);
  }

  String longs(long... numbers) {
    return builder.longs("onnx::L_" + made++, new long[] {numbers.length}, numbers);
  }

  String linear(String path, String x, int inputs, int units) {
    String product = node(path, "MatMul", List.of(x, weights(inputs, inputs, units)));
    return node(path, "Add", List.of(vector(units), product));
  }

  /** A convolution with a bias that keeps the places; stride 2 halves them. */
  String convolution(String path, String x, int from, int to, int kernel, int stride, int group) {
    long pad = kernel / 2;
    return node(
        path,
        "Conv",
        List.of(
            x,
            weights(from / group * kernel * kernel, to, from / group, kernel, kernel),
            vector(to)),
        Attributes.of("kernel_shape", new long[] {kernel, kernel}),
        Attributes.of("pads", new long[] {pad, pad, pad, pad}),
        Attributes.of("strides", new long[] {stride, stride}),
        Attributes.of("group", group));
  }

  String transposed(String x, long... perm) {
    return node("", "Transpose", List.of(x), Attributes.of("perm", perm));
  }

  String reshaped(String x, long... shape) {
    return node("", "Reshape", List.of(x, longs(shape)));
  }

  String normalized(String path, String x, int units) {
    return node(
        path,
        "LayerNormalization",
        List.of(x, scale(units), vector(units)),
        Attributes.of("axis", -1L));
  }

  /** Layer normalisation as PyTorch wrote it before there was an operator for it. */
  String normalizedWrittenOut(String path, String x, int units) {
    AttributeProto last = Attributes.of("axes", new long[] {-1});
    String mean = node(path, "ReduceMean", List.of(x), last);
    String centred = node(path, "Sub", List.of(x, mean));
    String square = node(path, "Pow", List.of(centred, scalar(2)));
    String variance = node(path, "ReduceMean", List.of(square), last);
    String safe = node(path, "Add", List.of(variance, scalar(1e-5f)));
    String deviation = node(path, "Sqrt", List.of(safe));
    String quotient = node(path, "Div", List.of(centred, deviation));
    String scaled = node(path, "Mul", List.of(quotient, scale(units)));
    return node(path, "Add", List.of(scaled, vector(units)));
  }

  /** Gelu by tanh, whose x + 0.04 x³ looks like a residual sum. */
  String gelu(String x) {
    String cube = node("", "Pow", List.of(x, scalar(3)));
    String sum = node("", "Add", List.of(x, node("", "Mul", List.of(cube, scalar(0.044715f)))));
    String tanh = node("", "Tanh", List.of(node("", "Mul", List.of(sum, scalar(0.7978846f)))));
    String half = node("", "Mul", List.of(x, scalar(0.5f)));
    return node("", "Mul", List.of(half, node("", "Add", List.of(tanh, scalar(1)))));
  }

  String feedForward(String first, String second, String x) {
    return linear(second, gelu(linear(first, x, WIDTH, 2 * WIDTH)), 2 * WIDTH, WIDTH);
  }

  /**
   * Attention of one head over [N, T, WIDTH].
   *
   * @param mask what is added to the scores, [N, 1, T]; empty for nothing
   */
  String attention(String path, String x, String context, String mask) {
    String query = linear(path + "/self/query", x, WIDTH, WIDTH);
    String key = transposed(linear(path + "/self/key", context, WIDTH, WIDTH), 0, 2, 1);
    String value = linear(path + "/self/value", context, WIDTH, WIDTH);
    String scores = node("", "MatMul", List.of(query, key));
    scores = node("", "Mul", List.of(scores, scalar(0.35f)));
    if (!mask.isEmpty()) {
      scores = node("", "Add", List.of(scores, mask));
    }
    String weighted = node("", "Softmax", List.of(scores), Attributes.of("axis", -1L));
    String mixed = node("", "MatMul", List.of(weighted, value));
    return linear(path + "/output/dense", mixed, WIDTH, WIDTH);
  }
}
