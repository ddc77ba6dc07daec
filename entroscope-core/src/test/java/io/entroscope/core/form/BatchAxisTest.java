package io.entroscope.core.form;

import static org.assertj.core.api.Assertions.assertThat;

import io.entroscope.onnx.Attributes;
import io.entroscope.onnx.GraphBuilder;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.TensorType;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.Caveat;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models whose batch axis is not a free first one are run on one example at a time. */
class BatchAxisTest {
  private static final int STEPS = 3;
  private static final int WIDTH = 4;
  private static final int UNITS = 5;
  private static final Matrix WEIGHTS = Matrix.random(1, STEPS * WIDTH, UNITS);

  @TempDir private Path folder;

  private static double[][] expected(double[][] x) {
    return Arrays.stream(x)
        .map(one -> Arrays.stream(WEIGHTS.apply(one)).map(v -> Math.max(0, v)).toArray())
        .toArray(double[][]::new);
  }

  /** A network over the flattened example, with the output in some form. */
  private static OnnxModel flattened(TensorType input, long[] form, String outputForm) {
    GraphBuilder b = new GraphBuilder("flattened");
    String x = b.input("x", input);
    String flat = b.node("Reshape", List.of(x, b.longs("form", new long[] {form.length}, form)));
    String hidden = b.node("MatMul", List.of(flat, WEIGHTS.in(b, "fc.weight")));
    String y =
        b.node(
            "MatMul",
            List.of(
                b.node("Relu", List.of(hidden)), Matrix.random(2, UNITS, 2).in(b, "head.weight")));
    if (outputForm.equals("bare")) {
      return b.output(y, TensorType.floats(2)).build(17);
    }
    return b.output(y, TensorType.floats(1, 2)).build(17);
  }

  private static void assertNoted(AnalysisResult result, String why) {
    assertThat(result.caveats())
        .filteredOn(caveat -> caveat.code().equals("one-by-one"))
        .extracting(Caveat::text)
        .singleElement()
        .asString()
        .contains("one example at a time", why);
  }

  @Test
  void frozenInsideTheGraph() {
    Examples examples = new Examples(folder);
    double[][] x = examples.floats("x", 3, STEPS, WIDTH);
    OnnxModel model = flattened(TensorType.floats(-1, STEPS, WIDTH), new long[] {1, -1}, "rows");
    AnalysisResult result = examples.analyze(model);
    examples.assertEntropies(result, "fc", expected(x));
    assertNoted(result, "batch size 1");
  }

  @Test
  void absent() {
    Examples examples = new Examples(folder);
    double[][] x = examples.floats("x", 3, STEPS, WIDTH);
    for (String form : List.of("rows", "bare")) {
      long[] flat = form.equals("bare") ? new long[] {-1} : new long[] {1, -1};
      OnnxModel model = flattened(TensorType.floats(STEPS, WIDTH), flat, form);
      AnalysisResult result = examples.analyze(model);
      examples.assertEntropies(result, "fc", expected(x));
      assertNoted(result, "no batch axis");
    }
  }

  @Test
  void theSecond() {
    Examples examples = new Examples(folder);
    double[][] x = examples.floats("x", 3, STEPS, WIDTH);
    for (long steps : new long[] {-1, STEPS}) {
      GraphBuilder b = new GraphBuilder("second");
      String in = b.input("x", TensorType.floats(steps, -1, WIDTH));
      Matrix weights = Matrix.random(4, WIDTH, UNITS);
      String y = b.node("MatMul", List.of(in, weights.in(b, "fc.weight")));
      y =
          b.node(
              "ReduceMean",
              List.of(b.node("Tanh", List.of(y))),
              Attributes.of("axes", new long[] {0}),
              Attributes.of("keepdims", 0));
      y = b.node("MatMul", List.of(y, Matrix.random(2, UNITS, 2).in(b, "head.weight")));
      AnalysisResult result = examples.analyze(b.output(y, TensorType.floats(-1, 2)).build(17));
      double[][] expected = new double[x.length][UNITS];
      for (int i = 0; i < x.length; i++) {
        for (int t = 0; t < STEPS; t++) {
          double[] step = weights.apply(Arrays.copyOfRange(x[i], t * WIDTH, (t + 1) * WIDTH));
          for (int u = 0; u < UNITS; u++) {
            expected[i][u] += Math.tanh(step[u]) / STEPS;
          }
        }
      }
      examples.assertEntropies(result, "fc", expected);
      assertNoted(result, "is the second");
    }
  }
}
