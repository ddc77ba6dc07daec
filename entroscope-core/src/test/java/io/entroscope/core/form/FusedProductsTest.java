package io.entroscope.core.form;

import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.onnx.Attributes;
import io.entroscope.onnx.GraphBuilder;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.TensorType;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Products that ONNX Runtime's optimizer has drawn together with what is around them. */
class FusedProductsTest {
  private static final String MICROSOFT = "com.microsoft";
  private static final int WIDTH = 6;
  private static final int UNITS = 5;
  private static final Matrix WEIGHTS = Matrix.random(21, WIDTH, UNITS);
  private static final double[] BIAS = {0.5, -1, 0, 2, -0.25};
  private static final int SIDE = 4;
  private static final int CHANNELS = 3;
  private static final int KERNEL = 2;

  @TempDir private Path folder;

  private static double[] relu(double[] values) {
    return Arrays.stream(values).map(value -> Math.max(0, value)).toArray();
  }

  private static float[] floats(double... values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  private static OnnxModel closed(GraphBuilder b, String hidden, int width) {
    String head = Matrix.random(7, width, 2).in(b, "head.weight");
    return b.output(b.node("MatMul", List.of(hidden, head)), TensorType.floats(-1, 2)).build(13);
  }

  @Test
  void aFactorInAProduct() {
    Examples examples = new Examples(folder);
    double[][] x = examples.floats("x", 3, WIDTH);
    GraphBuilder b = new GraphBuilder("fused").domain(MICROSOFT, 1);
    String product =
        b.step("FusedMatMul")
            .domain(MICROSOFT)
            .named("/layer/FusedMatMul")
            .inputs(b.input("x", TensorType.floats(-1, WIDTH)), WEIGHTS.transposed().in(b, "w"))
            .attribute(Attributes.of("transB", 1L))
            .attribute(Attributes.of("alpha", 0.5f))
            .add();
    OnnxModel model = closed(b, b.node("Relu", List.of(product)), UNITS);

    double[][] expected =
        Arrays.stream(x)
            .map(one -> WEIGHTS.apply(one, new double[UNITS]))
            .map(y -> relu(Arrays.stream(y).map(value -> 0.5 * value).toArray()))
            .toArray(double[][]::new);
    examples.assertEntropies(examples.analyze(model), "layer", expected);
  }

  @Test
  void anActivationFunctionInAProduct() {
    Examples examples = new Examples(folder);
    double[][] x = examples.floats("x", 4, WIDTH);
    GraphBuilder b = new GraphBuilder("fused").domain(MICROSOFT, 1);
    String hidden =
        b.step("FusedGemm")
            .domain(MICROSOFT)
            .named("/layer/FusedGemm")
            .inputs(
                b.input("x", TensorType.floats(-1, WIDTH)),
                WEIGHTS.transposed().in(b, "w"),
                b.floats("bias", new long[] {UNITS}, floats(BIAS)))
            .attribute(Attributes.of("transB", 1L))
            .attribute(Attributes.of("activation", "Relu"))
            .add();
    OnnxModel model = closed(b, hidden, UNITS);

    double[][] expected =
        Arrays.stream(x).map(one -> relu(WEIGHTS.apply(one, BIAS))).toArray(double[][]::new);
    examples.assertEntropies(examples.analyze(model), "layer", expected);
  }

  @Test
  void anActivationFunctionInAConvolution() {
    Examples examples = new Examples(folder);
    double[][] x = examples.floats("x", 5, 1, SIDE, SIDE);
    Matrix kernels = Matrix.random(22, CHANNELS, KERNEL * KERNEL);
    double[] bias = {0.1, -0.2, 0};
    GraphBuilder b = new GraphBuilder("fused").domain(MICROSOFT, 1);
    String maps =
        b.step("FusedConv")
            .domain(MICROSOFT)
            .named("/layer/FusedConv")
            .inputs(
                b.input("x", TensorType.floats(-1, 1, SIDE, SIDE)),
                kernels.in(b, "layer.weight", CHANNELS, 1, KERNEL, KERNEL),
                b.floats("bias", new long[] {CHANNELS}, floats(bias)))
            .attribute(Attributes.of("activation", "Relu"))
            .add();
    String flat = b.node("Flatten", List.of(b.node("GlobalAveragePool", List.of(maps))));
    OnnxModel model = closed(b, flat, CHANNELS);

    double[][] expected =
        Arrays.stream(x)
            .map(one -> channelMeans(one, kernels.values(), bias))
            .toArray(double[][]::new);
    examples.assertEntropies(
        examples.analyze(model, AnalysisOptions.builder().layers("all").build()),
        "layer",
        expected);
  }

  private static double[] channelMeans(double[] image, double[][] kernels, double[] bias) {
    int places = SIDE - KERNEL + 1;
    double[] means = new double[CHANNELS];
    for (int c = 0; c < CHANNELS; c++) {
      for (int at = 0; at < places * places; at++) {
        double sum = bias[c];
        for (int k = 0; k < KERNEL * KERNEL; k++) {
          int row = at / places + k / KERNEL;
          int column = at % places + k % KERNEL;
          sum += kernels[c][k] * image[row * SIDE + column];
        }
        means[c] += Math.max(0, sum) / (places * places);
      }
    }
    return means;
  }
}
