package io.entroscope.core.form;

import static org.assertj.core.api.Assertions.assertThat;

import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.data.format.array.NpyWriter;
import io.entroscope.onnx.Attributes;
import io.entroscope.onnx.ElementType;
import io.entroscope.onnx.GraphBuilder;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.TensorType;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.layer.LayerResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Hidden states of recurrent layers against a computation in double precision by ONNX's equations.
 */
class RecurrentTest {
  private static final int STEPS = 4;
  private static final int WIDTH = 3;
  private static final int HIDDEN = 5;

  @TempDir private Path folder;

  /**
   * One direction of a recurrent layer.
   *
   * @param weights [WIDTH, gates·HIDDEN]
   * @param recurrent [HIDDEN, gates·HIDDEN]
   * @param bias of both, [2·gates·HIDDEN]
   */
  private record Cell(String operator, Matrix weights, Matrix recurrent, double[] bias) {
    static Cell random(String operator, long seed) {
      int gates = gates(operator) * HIDDEN;
      return new Cell(
          operator,
          Matrix.random(seed, WIDTH, gates),
          Matrix.random(seed + 1, HIDDEN, gates),
          Matrix.random(seed + 2, 1, 2 * gates).values()[0]);
    }

    /** The hidden states of one example, [length][HIDDEN], in the order of the steps. */
    double[][] run(double[] x, int length, double[] start, boolean reverse) {
      double[][] states = new double[length][];
      double[] h = start;
      double[] c = new double[HIDDEN];
      for (int i = 0; i < length; i++) {
        int t = reverse ? length - 1 - i : i;
        h = step(Arrays.copyOfRange(x, t * WIDTH, (t + 1) * WIDTH), h, c);
        states[t] = h;
      }
      return states;
    }

    private double[] step(double[] x, double[] h, double[] c) {
      int gates = gates(operator) * HIDDEN;
      double[] in = weights.apply(x, Arrays.copyOf(bias, gates));
      double[] back = recurrent.apply(h, Arrays.copyOfRange(bias, gates, 2 * gates));
      double[] next = new double[HIDDEN];
      for (int u = 0; u < HIDDEN; u++) {
        switch (operator) {
          case "RNN" -> next[u] = Math.tanh(in[u] + back[u]);
          case "GRU" -> {
            double z = sigmoid(in[u] + back[u]);
            double r = sigmoid(in[HIDDEN + u] + back[HIDDEN + u]);
            double candidate = Math.tanh(in[2 * HIDDEN + u] + r * back[2 * HIDDEN + u]);
            next[u] = (1 - z) * candidate + z * h[u];
          }
          default -> {
            double input = sigmoid(in[u] + back[u]);
            double output = sigmoid(in[HIDDEN + u] + back[HIDDEN + u]);
            double forget = sigmoid(in[2 * HIDDEN + u] + back[2 * HIDDEN + u]);
            double cell = Math.tanh(in[3 * HIDDEN + u] + back[3 * HIDDEN + u]);
            c[u] = forget * c[u] + input * cell;
            next[u] = output * Math.tanh(c[u]);
          }
        }
      }
      return next;
    }

    private static double sigmoid(double x) {
      return 1 / (1 + Math.exp(-x));
    }
  }

  private static int gates(String operator) {
    return switch (operator) {
      case "RNN" -> 1;
      case "GRU" -> 3;
      default -> 4;
    };
  }

  private static List<Cell> cells(String operator, String direction) {
    return direction.equals("bidirectional")
        ? List.of(Cell.random(operator, 1), Cell.random(operator, 11))
        : List.of(Cell.random(operator, 1));
  }

  private static String stacked(GraphBuilder b, String name, List<Matrix> parts, long... shape) {
    List<double[]> rows = new ArrayList<>();
    parts.forEach(part -> rows.addAll(Arrays.asList(part.values())));
    return new Matrix(rows.toArray(double[][]::new)).in(b, name, shape);
  }

  /** What a model does beside the recurrent layer itself. */
  private record Form(
      String operator, String direction, boolean lengths, boolean start, boolean stepsNamed) {}

  private static OnnxModel model(Form form) {
    GraphBuilder b = new GraphBuilder("recurrent");
    String x = b.input("x", TensorType.floats(-1, STEPS, WIDTH));
    String steps = b.node("Transpose", List.of(x), Attributes.of("perm", new long[] {1, 0, 2}));
    List<Cell> cells = cells(form.operator, form.direction);
    int d = cells.size();
    int gates = gates(form.operator) * HIDDEN;
    List<Matrix> biases = cells.stream().map(c -> new Matrix(new double[][] {c.bias})).toList();
    String lengths =
        form.lengths
            ? b.node(
                "Cast",
                List.of(b.input("lengths", TensorType.longs(-1))),
                Attributes.of("to", ElementType.INT32.number()))
            : "";
    String start =
        form.start
            ? b.node(
                "Transpose",
                List.of(b.input("start", TensorType.floats(-1, d, HIDDEN))),
                Attributes.of("perm", new long[] {1, 0, 2}))
            : "";
    GraphBuilder.Step layer =
        b.step(form.operator)
            .named("/encoder/rnn/" + form.operator)
            .inputs(
                steps,
                stacked(
                    b,
                    "onnx::W_1",
                    cells.stream().map(c -> c.weights.transposed()).toList(),
                    d,
                    gates,
                    WIDTH),
                stacked(
                    b,
                    "onnx::R_1",
                    cells.stream().map(c -> c.recurrent.transposed()).toList(),
                    d,
                    gates,
                    HIDDEN),
                stacked(b, "onnx::B_1", biases, d, 2L * gates),
                lengths,
                start)
            .attribute(Attributes.of("hidden_size", HIDDEN))
            .attribute(Attributes.of("direction", form.direction))
            .outputs(form.stepsNamed ? "all" : "", "final");
    if (form.operator.equals("GRU")) {
      layer.attribute(Attributes.of("linear_before_reset", 1));
    }
    layer.add();
    String state =
        b.node("Transpose", List.of("final"), Attributes.of("perm", new long[] {1, 0, 2}));
    String flat = b.node("Flatten", List.of(state));
    String head =
        b.node("MatMul", List.of(flat, Matrix.random(5, d * HIDDEN, 2).in(b, "head.weight")));
    return b.output(head, TensorType.floats(-1, 2)).build(17);
  }

  private static double[][] expected(
      Form form, double[][] x, double[][] starts, int[] lengths, boolean last) {
    List<Cell> cells = cells(form.operator, form.direction);
    double[][] activations = new double[x.length][cells.size() * HIDDEN];
    for (int i = 0; i < x.length; i++) {
      for (int d = 0; d < cells.size(); d++) {
        boolean reverse = d == 1 || form.direction.equals("reverse");
        double[] start =
            form.start
                ? Arrays.copyOfRange(starts[i], d * HIDDEN, (d + 1) * HIDDEN)
                : new double[HIDDEN];
        double[][] states = cells.get(d).run(x[i], lengths[i], start, reverse);
        for (int u = 0; u < HIDDEN; u++) {
          int unit = u;
          activations[i][d * HIDDEN + u] =
              last
                  ? states[reverse ? 0 : lengths[i] - 1][u]
                  : Arrays.stream(states).mapToDouble(h -> h[unit]).average().orElseThrow();
        }
      }
    }
    return activations;
  }

  @ParameterizedTest
  @CsvSource({
    "LSTM, forward, false, false, true",
    "LSTM, reverse, true, false, false",
    "LSTM, bidirectional, true, true, true",
    "GRU, forward, true, true, false",
    "GRU, bidirectional, false, false, true",
    "RNN, reverse, false, true, false",
    "RNN, bidirectional, true, false, true",
  })
  void theStateIsAveragedOverTheStepsAndTakenAfterTheLast(
      String operator, String direction, boolean lengths, boolean start, boolean stepsNamed) {
    Form form = new Form(operator, direction, lengths, start, stepsNamed);
    Examples examples = new Examples(folder);
    double[][] x = examples.floats("x", 3, STEPS, WIDTH);
    int[] counts = new int[Examples.COUNT];
    Arrays.setAll(counts, i -> lengths ? 1 + i % STEPS : STEPS);
    if (lengths) {
      NpyWriter.longs(folder.resolve("lengths.npy"), counts);
    }
    int d = direction.equals("bidirectional") ? 2 : 1;
    double[][] starts = start ? examples.floats("start", 4, d, HIDDEN) : new double[0][];

    AnalysisResult result = examples.analyze(model(form));

    examples.assertEntropies(result, "encoder.rnn", expected(form, x, starts, counts, false));
    examples.assertEntropies(result, "encoder.rnn.last", expected(form, x, starts, counts, true));
    LayerResult layer = Examples.layer(result, "encoder.rnn");
    assertThat(layer.kind()).isEqualTo("recurrent");
    assertThat(layer.inVerdict()).isFalse();
    assertThat(layer.observation().pooling()).isEqualTo(lengths ? "masked-mean" : "mean");
    long gates = (long) gates(operator) * HIDDEN;
    assertThat(layer.facts().parameters()).isEqualTo(d * gates * (WIDTH + HIDDEN + 2));
  }

  @Test
  void recurrentLayersAreChosenByTheirKind() {
    Examples examples = new Examples(folder);
    examples.floats("x", 3, STEPS, WIDTH);
    AnalysisResult result =
        examples.analyze(
            model(new Form("LSTM", "forward", false, false, true)),
            AnalysisOptions.builder().layers("recurrent").build());
    assertThat(result.layers())
        .extracting(LayerResult::name)
        .containsExactly("encoder.rnn", "encoder.rnn.last");
  }
}
