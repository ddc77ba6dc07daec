package io.entroscope.core.form;

import static org.assertj.core.api.Assertions.assertThat;

import io.entroscope.onnx.Attributes;
import io.entroscope.onnx.GraphBuilder;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.TensorType;
import io.entroscope.onnx.Tensors;
import io.entroscope.result.AnalysisResult;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Units on other axes than usual, and examples that share an axis with their parts. */
class LeftAndFoldedTest {
  private static final int WIDTH = 6;
  private static final int UNITS = 5;
  private static final Matrix WEIGHTS = Matrix.random(1, WIDTH, UNITS);
  private static final Matrix HEAD = Matrix.random(2, UNITS, 2);

  @TempDir private Path folder;

  private static double[][] each(double[][] examples, Function<double[], double[]> of) {
    return Arrays.stream(examples).map(of).toArray(double[][]::new);
  }

  private static double[] relu(double[] x) {
    return Arrays.stream(x).map(v -> Math.max(0, v)).toArray();
  }

  private static String transposed(GraphBuilder b, String x, long... perm) {
    return b.node("Transpose", List.of(x), Attributes.of("perm", perm));
  }

  private static OnnxModel closed(GraphBuilder b, String hidden) {
    String y = b.node("MatMul", List.of(hidden, HEAD.in(b, "head.weight")));
    return b.output(y, TensorType.floats(-1, 2)).build(17);
  }

  @Test
  void weightsOnTheLeft() {
    Examples examples = new Examples(folder);
    double[][] expected = each(examples.floats("x", 3, WIDTH), x -> relu(WEIGHTS.apply(x)));
    for (String form : List.of("MatMul", "Gemm", "Gemm transposed", "no return", "Einsum")) {
      GraphBuilder b = new GraphBuilder("left");
      String x = b.input("x", TensorType.floats(-1, WIDTH));
      String w = WEIGHTS.transposed().in(b, "fc.weight");
      String y =
          switch (form) {
            case "Gemm" -> b.node("Gemm", List.of(w, x), Attributes.of("transB", 1));
            case "Gemm transposed" ->
                b.node(
                    "Gemm",
                    List.of(WEIGHTS.in(b, "other.weight"), x),
                    Attributes.of("transA", 1),
                    Attributes.of("transB", 1));
            case "Einsum" ->
                b.node("Einsum", List.of(w, x), Attributes.of("equation", "oi,bi->bo"));
            default -> b.node("MatMul", List.of(w, transposed(b, x, 1, 0)));
          };
      boolean before = form.equals("no return");
      y = form.equals("Einsum") || before ? y : transposed(b, y, 1, 0);
      y = b.node("Relu", List.of(y));
      AnalysisResult result = examples.analyze(closed(b, before ? transposed(b, y, 1, 0) : y));
      String name = form.equals("Gemm transposed") ? "other" : "fc";
      assertThat(Examples.layer(result, name).facts().inputs()).isEqualTo(WIDTH);
      examples.assertEntropies(result, name, expected);
    }
  }

  @Test
  void weightsOnTheLeftOfMapsOfTokens() {
    int tokens = 3;
    Examples examples = new Examples(folder);
    // Of [WIDTH, T] each, by example.
    double[][] x = examples.floats("x", 4, WIDTH, tokens);
    double[][] expected =
        each(
            x,
            one -> {
              double[] mean = new double[UNITS];
              for (int t = 0; t < tokens; t++) {
                double[] column = new double[WIDTH];
                for (int i = 0; i < WIDTH; i++) {
                  column[i] = one[i * tokens + t];
                }
                double[] y = WEIGHTS.apply(column);
                for (int u = 0; u < UNITS; u++) {
                  mean[u] += y[u] / tokens;
                }
              }
              return mean;
            });
    GraphBuilder b = new GraphBuilder("left");
    String in = b.input("x", TensorType.floats(-1, WIDTH, tokens));
    String y = b.node("MatMul", List.of(WEIGHTS.transposed().in(b, "fc.weight"), in));
    String pooled =
        b.node(
            "ReduceMean",
            List.of(y),
            Attributes.of("axes", new long[] {2}),
            Attributes.of("keepdims", 0));
    examples.assertEntropies(examples.analyze(closed(b, pooled)), "fc", expected);
  }

  /** Windows of an example in the batch axis, as Swin has them, and the other way round. */
  @Test
  void windowsInTheAxisOfTheExamples() {
    int windows = 3;
    int tokens = 4;
    Examples examples = new Examples(folder);
    double[][] x = examples.floats("x", 5, windows, tokens, WIDTH);
    double[][] expected = each(x, one -> mean(one, windows * tokens));
    for (boolean examplesFirst : new boolean[] {true, false}) {
      GraphBuilder b = new GraphBuilder("windows");
      String y = b.input("x", TensorType.floats(-1, windows, tokens, WIDTH));
      y = examplesFirst ? y : transposed(b, y, 1, 0, 2, 3);
      y = b.node("Reshape", List.of(y, b.longs("flat", new long[] {3}, -1, tokens, WIDTH)));
      y = b.node("MatMul", List.of(y, WEIGHTS.in(b, "fc.weight")));
      long[] back = examplesFirst ? new long[] {-1, windows} : new long[] {windows, -1};
      y =
          b.node(
              "Reshape",
              List.of(y, b.longs("back", new long[] {4}, back[0], back[1], tokens, UNITS)));
      y =
          b.node(
              "ReduceMean",
              List.of(y),
              Attributes.of("axes", new long[] {examplesFirst ? 1 : 0, 2}),
              Attributes.of("keepdims", 0));
      AnalysisResult result = examples.analyze(closed(b, y));
      examples.assertEntropies(result, "fc", expected);
      assertThat(Examples.layer(result, "fc").observation().pooling()).isEqualTo("mean");
      assertThat(result.caveats()).noneMatch(caveat -> caveat.code().equals("not-observed"));
    }
  }

  @Test
  void tokensInTheAxisOfTheExamples() {
    int tokens = 4;
    Examples examples = new Examples(folder);
    double[][] expected = each(examples.floats("x", 6, tokens, WIDTH), one -> mean(one, tokens));
    GraphBuilder b = new GraphBuilder("rows");
    String y = b.input("x", TensorType.floats(-1, tokens, WIDTH));
    y = b.node("Reshape", List.of(y, b.longs("flat", new long[] {2}, -1, WIDTH)));
    y = b.node("Gemm", List.of(y, WEIGHTS.in(b, "fc.weight")));
    y = b.node("Softmax", List.of(y), Attributes.of("axis", 1));
    y = b.node("Reshape", List.of(y, b.longs("back", new long[] {3}, -1, tokens, UNITS)));
    y =
        b.node(
            "ReduceMean",
            List.of(y),
            Attributes.of("axes", new long[] {1}),
            Attributes.of("keepdims", 0));
    AnalysisResult result = examples.analyze(closed(b, y));
    assertThat(Examples.layer(result, "fc").facts().tensor()).startsWith("Gemm");
    examples.assertEntropies(result, "fc", expected);
  }

  /** The mean over the rows of x of their products. */
  private static double[] mean(double[] x, int rows) {
    double[] mean = new double[UNITS];
    for (int row = 0; row < rows; row++) {
      double[] y = WEIGHTS.apply(Arrays.copyOfRange(x, row * WIDTH, (row + 1) * WIDTH));
      for (int u = 0; u < UNITS; u++) {
        mean[u] += y[u] / rows;
      }
    }
    return mean;
  }

  @Test
  void weightsFilledWithOneValue() {
    Examples examples = new Examples(folder);
    double[][] x = examples.floats("x", 7, WIDTH);
    GraphBuilder b = new GraphBuilder("filled");
    String in = b.input("x", TensorType.floats(-1, WIDTH));
    String w =
        b.node(
            "ConstantOfShape",
            List.of(b.longs("form", new long[] {2}, UNITS, WIDTH)),
            Attributes.of("value", Tensors.ofFloats("", new long[] {1}, new float[] {0.5f})));
    w = transposed(b, b.node("Identity", List.of(w)), 1, 0);
    String bias = b.floats("fc.bias", new long[] {UNITS}, 0, 1, 2, 3, 4);
    String y = b.node("Add", List.of(b.node("MatMul", List.of(in, w)), bias));
    AnalysisResult result = examples.analyze(closed(b, y));
    double[][] expected =
        each(
            x,
            one -> {
              double sum = 0.5 * Arrays.stream(one).sum();
              return new double[] {sum, sum + 1, sum + 2, sum + 3, sum + 4};
            });
    examples.assertEntropies(result, "fc1", expected);
  }
}
