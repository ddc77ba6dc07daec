package io.entroscope.core.form;

import static org.assertj.core.api.Assertions.assertThat;

import io.entroscope.core.ort.Device;
import io.entroscope.core.ort.Feed;
import io.entroscope.core.ort.OrtEngine;
import io.entroscope.core.ort.OrtEngine.Optimization;
import io.entroscope.core.ort.OrtRunner;
import io.entroscope.core.plan.LayerList;
import io.entroscope.onnx.Attributes;
import io.entroscope.onnx.ElementType;
import io.entroscope.onnx.GraphBuilder;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.TensorType;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.layer.LayerResult;
import io.entroscope.result.layer.Quantization;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Layers of integers: their entropies are those of (q − zero point) · scale, of the integers that
 * the model computes.
 */
class QuantizedTest {
  private static final int WIDTH = 6;
  private static final int UNITS = 5;
  private static final double IN_SCALE = 0.03125;
  private static final double OUT_SCALE = 0.046875;
  private static final int IN_ZERO = 120;
  private static final int OUT_ZERO = 131;

  @TempDir private Path folder;

  private static final byte[] WEIGHTS = weights(WIDTH * UNITS);

  private static byte[] weights(int count) {
    byte[] values = new byte[count];
    Random random = new Random(9);
    for (int i = 0; i < count; i++) {
      values[i] = (byte) (random.nextInt(160) - 80);
    }
    return values;
  }

  private static String zero(GraphBuilder b, String name, int value) {
    return Bytes.in(b, name, false, new long[0], (byte) value);
  }

  private static String scale(GraphBuilder b, String name, double value) {
    return b.floats(name, new long[0], (float) value);
  }

  /** Adds the input in integers, with scales and zero points: in, inZero and so on. */
  private static GraphBuilder start(long... shape) {
    GraphBuilder b = new GraphBuilder("quantized").domain("com.microsoft", 1);
    String x = b.input("x", TensorType.floats(shape));
    scale(b, "inScale", IN_SCALE);
    zero(b, "inZero", IN_ZERO);
    scale(b, "outScale", OUT_SCALE);
    zero(b, "outZero", OUT_ZERO);
    scale(b, "weightScale", 0.0078125);
    Bytes.in(b, "weightZero", true, new long[0], (byte) 0);
    b.step("QuantizeLinear").inputs(x, "inScale", "inZero").outputs("in").add();
    return b;
  }

  private static OnnxModel closed(GraphBuilder b, String integers) {
    String real = b.node("DequantizeLinear", List.of(integers, "outScale", "outZero"));
    return b.output(real, TensorType.floats(-1, UNITS)).build(17);
  }

  /** The integers that a model computes, by example. */
  private static double[][] integers(OnnxModel model, String tensor, double[][] x) {
    OnnxModel cast = castOf(model, tensor);
    try (OrtEngine engine = OrtEngine.open(cast, Device.CPU, Optimization.NONE)) {
      Feed feed = Feed.declared(engine.inputs());
      List<ByteBuffer> in = feed.zeros(x.length);
      for (double[] example : x) {
        for (double value : example) {
          in.get(0).putFloat((float) value);
        }
      }
      in.get(0).rewind();
      float[] all =
          OrtRunner.values(engine, feed, in, x.length, Set.of("integers")).get("integers");
      int each = all.length / x.length;
      return IntStream.range(0, x.length)
          .mapToObj(i -> IntStream.range(0, each).mapToDouble(j -> all[i * each + j]).toArray())
          .toArray(double[][]::new);
    }
  }

  private static OnnxModel castOf(OnnxModel model, String tensor) {
    GraphBuilder more = new GraphBuilder(model.graph());
    more.step("Cast")
        .inputs(tensor)
        .attribute(Attributes.of("to", ElementType.FLOAT.number()))
        .outputs("integers")
        .add();
    more.output("integers", new TensorType(ElementType.FLOAT, Optional.empty()));
    return model.append(more.addition());
  }

  private static double[][] real(double[][] integers) {
    return Arrays.stream(integers)
        .map(of -> Arrays.stream(of).map(q -> (q - OUT_ZERO) * OUT_SCALE).toArray())
        .toArray(double[][]::new);
  }

  /** Integers that go on to another integer operator, so that no real tensor exists. */
  @Test
  void integersWithoutARealTensor() {
    for (String operator : List.of("QLinearMatMul", "QGemm")) {
      Examples examples = new Examples(folder);
      double[][] x = examples.floats("x", 3, WIDTH);
      GraphBuilder b = start(-1, WIDTH);
      String w = Bytes.in(b, "fc.weight_quantized", true, new long[] {WIDTH, UNITS}, WEIGHTS);
      String q = product(b, operator, "in", "inScale", "inZero", w);
      String end = product(b, operator, q, "outScale", "outZero", square(b));
      OnnxModel model = closed(b, end);

      AnalysisResult result = examples.analyze(model);

      assertThat(result.layers()).extracting(LayerResult::name).containsExactly("fc", "head");
      examples.assertEntropies(result, "fc", real(integers(model, q, x)));
      examples.assertEntropies(result, "head", real(integers(model, end, x)));
      assertThat(Examples.layer(result, "fc").facts().parameters()).isEqualTo(WIDTH * UNITS);
      Quantization known = new Quantization(OUT_SCALE, (long) OUT_ZERO);
      assertThat(result.layers())
          .extracting(layer -> layer.observation().quantization())
          .containsExactly(known, known);
      assertThat(LayerList.of(model))
          .extracting(LayerList.Row::quantization)
          .containsExactly(known, known);
    }
  }

  private static String square(GraphBuilder b) {
    return Bytes.in(
        b,
        "head.weight_quantized",
        true,
        new long[] {UNITS, UNITS},
        Arrays.copyOf(WEIGHTS, UNITS * UNITS));
  }

  private static String product(
      GraphBuilder b, String operator, String x, String scale, String zero, String w) {
    return operator.equals("QGemm")
        ? b.step("QGemm")
            .domain("com.microsoft")
            .inputs(x, scale, zero, w, "weightScale", "weightZero", "", "outScale", "outZero")
            .add()
        : b.node(
            operator,
            List.of(x, scale, zero, w, "weightScale", "weightZero", "outScale", "outZero"));
  }

  @Test
  void activationsOfIntegers() {
    Examples examples = new Examples(folder);
    double[][] x = examples.floats("x", 3, WIDTH);
    GraphBuilder b = start(-1, WIDTH);
    String w = Bytes.in(b, "fc.weight", true, new long[] {WIDTH, UNITS}, WEIGHTS);
    String q = product(b, "QLinearMatMul", "in", "inScale", "inZero", w);
    String a =
        b.step("QLinearLeakyRelu")
            .domain("com.microsoft")
            .inputs(q, "outScale", "outZero", "outScale", "outZero")
            .attribute(Attributes.of("alpha", 0.25f))
            .add();
    String w2 = square(b);
    OnnxModel model = closed(b, product(b, "QLinearMatMul", a, "outScale", "outZero", w2));
    AnalysisResult result = examples.analyze(model);
    assertThat(Examples.layer(result, "fc").facts().activation()).isEqualTo("LeakyRelu");
    examples.assertEntropies(result, "fc", real(integers(model, a, x)));
  }

  @Test
  void convolutionsOfIntegers() {
    Examples examples = new Examples(folder);
    double[][] x = examples.floats("x", 4, 2, 4, 4);
    GraphBuilder b = start(-1, 2, 4, 4);
    String w = Bytes.in(b, "conv.weight", true, new long[] {UNITS, 2, 3, 3}, weights(UNITS * 18));
    String q =
        b.node(
            "QLinearConv",
            List.of(
                "in", "inScale", "inZero", w, "weightScale", "weightZero", "outScale", "outZero"));
    String pooled =
        b.step("QLinearGlobalAveragePool")
            .domain("com.microsoft")
            .inputs(q, "outScale", "outZero", "outScale", "outZero")
            .add();
    String flat = b.node("Flatten", List.of(pooled));
    OnnxModel model =
        closed(b, product(b, "QLinearMatMul", flat, "outScale", "outZero", square(b)));
    AnalysisResult result = examples.analyze(model);
    double[][] maps = real(integers(model, q, x));
    double[][] expected =
        Arrays.stream(maps)
            .map(
                map ->
                    IntStream.range(0, UNITS)
                        .mapToDouble(
                            u -> Arrays.stream(map, u * 4, u * 4 + 4).average().orElseThrow())
                        .toArray())
            .toArray(double[][]::new);
    examples.assertEntropies(result, "conv", expected);
  }

  /** ConvInteger, whose integers a cast and a factor make real. */
  @Test
  void integerConvolutionsWithTheirFactor() {
    Examples examples = new Examples(folder);
    double[][] x = examples.floats("x", 4, 2, 4, 4);
    GraphBuilder b = start(-1, 2, 4, 4);
    byte[] weights = weights(UNITS * 18);
    String w = Bytes.in(b, "conv.weight", false, new long[] {UNITS, 2, 3, 3}, weights);
    String q = b.node("ConvInteger", List.of("in", w, "inZero"));
    String real = b.node("Cast", List.of(q), Attributes.of("to", 1));
    real = b.node("Mul", List.of(real, scale(b, "factor", IN_SCALE * 0.0078125)));
    String bias = b.floats("bias", new long[] {UNITS, 1, 1}, 1, 0, -1, 2, 0.5f);
    real = b.node("Add", List.of(real, bias));
    String flat = b.node("Flatten", List.of(b.node("GlobalAveragePool", List.of(real))));
    String head = Matrix.random(5, UNITS, 2).in(b, "head.weight");
    OnnxModel model =
        b.output(b.node("MatMul", List.of(flat, head)), TensorType.floats(-1, 2)).build(17);
    double[] biases = {1, 0, -1, 2, 0.5};
    double[][] expected = new double[x.length][UNITS];
    for (int i = 0; i < x.length; i++) {
      for (int u = 0; u < UNITS; u++) {
        expected[i][u] = biases[u] + convolved(x[i], weights, u) * IN_SCALE * 0.0078125;
      }
    }
    examples.assertEntropies(examples.analyze(model), "conv", expected);
  }

  /** The mean over places of the integer products of a 3 x 3 window. */
  private static double convolved(double[] x, byte[] weights, int unit) {
    double sum = 0;
    for (int place = 0; place < 4; place++) {
      for (int k = 0; k < 18; k++) {
        int row = place / 2 + k % 9 / 3;
        int column = place % 2 + k % 3;
        double q = Math.rint(x[k / 9 * 16 + row * 4 + column] / IN_SCALE) + IN_ZERO;
        double clipped = Math.min(255, Math.max(0, q)) - IN_ZERO;
        sum += clipped * (weights[unit * 18 + k] & 0xFF);
      }
    }
    return sum / 4;
  }

  @Test
  void weightsOfFourBits() {
    int width = 32;
    int block = 16;
    Examples examples = new Examples(folder);
    double[][] x = examples.floats("x", 5, width);
    Random random = new Random(8);
    byte[] packed = new byte[UNITS * width / 2];
    random.nextBytes(packed);
    float[] scales = new float[UNITS * width / block];
    for (int i = 0; i < scales.length; i++) {
      scales[i] = 0.01f + random.nextFloat() / 10;
    }
    double[][] weights = new double[width][UNITS];
    for (int u = 0; u < UNITS; u++) {
      for (int k = 0; k < width; k++) {
        int both = packed[(u * width + k) / 2] & 0xFF;
        int q = k % 2 == 0 ? both & 15 : both >> 4;
        weights[k][u] = (q - 8) * (double) scales[u * (width / block) + k / block];
      }
    }
    GraphBuilder b = new GraphBuilder("bits").domain("com.microsoft", 1);
    String in = b.input("x", TensorType.floats(-1, width));
    String w =
        Bytes.in(b, "fc.weight_Q4", false, new long[] {UNITS, width / block, block / 2}, packed);
    String y =
        b.step("MatMulNBits")
            .domain("com.microsoft")
            .named("/fc/MatMulNBits")
            .inputs(in, w, b.floats("scales", new long[] {scales.length}, scales))
            .attribute(Attributes.of("K", width))
            .attribute(Attributes.of("N", UNITS))
            .attribute(Attributes.of("bits", 4))
            .attribute(Attributes.of("block_size", block))
            .add();
    y = b.node("Relu", List.of(y));
    String head = Matrix.random(5, UNITS, 2).in(b, "head.weight");
    OnnxModel model =
        b.output(b.node("MatMul", List.of(y, head)), TensorType.floats(-1, 2)).build(17);
    AnalysisResult result = examples.analyze(model);
    Matrix matrix = new Matrix(weights);
    double[][] expected =
        Arrays.stream(x)
            .map(one -> Arrays.stream(matrix.apply(one)).map(v -> Math.max(0, v)).toArray())
            .toArray(double[][]::new);
    examples.assertEntropies(result, result.layers().get(0).name(), expected);
    assertThat(result.layers().get(0).facts().parameters()).isEqualTo((long) UNITS * width);
    assertThat(result.layers().get(0).name()).isEqualTo("fc");
  }

  /** A layer of real numbers that goes on as integers, as those of static quantisation do. */
  @Test
  void scaleOfWhatGoesOnAsIntegers() {
    Examples examples = new Examples(folder);
    examples.floats("x", 3, WIDTH);
    GraphBuilder b = new GraphBuilder("fake");
    String x = b.input("x", TensorType.floats(-1, WIDTH));
    scale(b, "outScale", OUT_SCALE);
    zero(b, "outZero", OUT_ZERO);
    String fc =
        b.node(
            "MatMul", List.of(x, b.floats("fc.weight", new long[] {WIDTH, UNITS}, real(WEIGHTS))));
    String a = b.node("Relu", List.of(fc));
    String q = b.node("QuantizeLinear", List.of(a, "outScale", "outZero"));
    String back = b.node("DequantizeLinear", List.of(q, "outScale", "outZero"));
    float[] head = Arrays.copyOf(real(WEIGHTS), UNITS * UNITS);
    String y =
        b.node("MatMul", List.of(back, b.floats("head.weight", new long[] {UNITS, UNITS}, head)));
    OnnxModel model = b.output(y, TensorType.floats(-1, UNITS)).build(17);

    assertThat(examples.analyze(model).layers())
        .extracting(layer -> layer.observation().quantization())
        .containsExactly(new Quantization(OUT_SCALE, (long) OUT_ZERO), null);
  }

  private static float[] real(byte[] integers) {
    float[] values = new float[integers.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = integers[i] * 0.0078125f;
    }
    return values;
  }
}
