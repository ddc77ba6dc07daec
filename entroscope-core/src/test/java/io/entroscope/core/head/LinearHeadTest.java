package io.entroscope.core.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entroscope.core.Analyzer;
import io.entroscope.core.PlanException;
import io.entroscope.core.Progress;
import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.core.plan.Planner;
import io.entroscope.data.DataSet;
import io.entroscope.data.DataSpec;
import io.entroscope.data.Selection;
import io.entroscope.data.format.DataSets;
import io.entroscope.data.format.array.NpyWriter;
import io.entroscope.onnx.Attributes;
import io.entroscope.onnx.GraphBuilder;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.TensorType;
import io.entroscope.result.AnalysisResult;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Heads on states [N, T, D] that are given as they are, so that embeddings are plain means. */
class LinearHeadTest {
  private static final int EXAMPLES = 300;
  private static final int TOKENS = 4;
  private static final int WIDTH = 5;
  private static final int CLASSES = 3;

  @TempDir Path folder;
  private final float[] states = new float[EXAMPLES * TOKENS * WIDTH];
  private final long[] mask = new long[EXAMPLES * TOKENS];
  private final int[] labels = new int[EXAMPLES];

  /** The class shows in the tokens that are kept, and something else in the others. */
  @BeforeEach
  void make() {
    Random random = new Random(9);
    for (int i = 0; i < EXAMPLES; i++) {
      labels[i] = random.nextInt(CLASSES);
      int kept = 1 + random.nextInt(TOKENS);
      for (int t = 0; t < TOKENS; t++) {
        mask[i * TOKENS + t] = t < kept ? 1 : 0;
        for (int d = 0; d < WIDTH; d++) {
          float sign = t < kept ? 1 : -5;
          states[(i * TOKENS + t) * WIDTH + d] =
              (float) (random.nextGaussian() + (d == labels[i] ? sign : 0));
        }
      }
    }
    NpyWriter.floats(folder.resolve("states.npy"), new int[] {EXAMPLES, TOKENS, WIDTH}, states);
    NpyWriter.longs(folder.resolve("attention_mask.npy"), new int[] {EXAMPLES, TOKENS}, mask);
    NpyWriter.longs(folder.resolve("labels.npy"), labels);
  }

  private static OnnxModel encoder(int opset) {
    GraphBuilder graph = new GraphBuilder("states");
    String x = graph.input("states", TensorType.floats(-1, TOKENS, WIDTH));
    graph.input("attention_mask", TensorType.longs(-1, TOKENS));
    String y = graph.node("Identity", List.of(x));
    return graph.output(y, TensorType.floats(-1, TOKENS, WIDTH)).build(opset);
  }

  private LinearHead fit(OnnxModel model, @Nullable Pooling pooling) {
    try (DataSet data = DataSets.openAny(DataSpec.of(folder))) {
      return LinearHead.fit(model, data, AnalysisOptions.builder().build(), null, pooling);
    }
  }

  @Test
  void labelsThatRunFromOneMakeNoOutputWithoutExamples() {
    LinearHead expected = fit(encoder(17), null);
    NpyWriter.longs(
        folder.resolve("labels.npy"), Arrays.stream(labels).map(label -> label + 1).toArray());
    LinearHead head = fit(encoder(17), null);
    assertThat(head.classes()).isEqualTo(CLASSES);
    assertThat(head.hits()).isEqualTo(expected.hits());
  }

  private double[][] embeddings(Pooling pooling) {
    double[][] rows = new double[EXAMPLES][WIDTH + 1];
    for (int i = 0; i < EXAMPLES; i++) {
      double kept = 0;
      for (int t = 0; t < (pooling == Pooling.CLS ? 1 : TOKENS); t++) {
        long counts = mask[i * TOKENS + t];
        kept += counts;
        for (int d = 0; d < WIDTH; d++) {
          rows[i][d] += counts * states[(i * TOKENS + t) * WIDTH + d];
        }
      }
      for (int d = 0; d < WIDTH; d++) {
        rows[i][d] /= kept;
      }
      rows[i][WIDTH] = 1;
    }
    return rows;
  }

  /** How many a plain least-squares classifier, fitted on all, tells right: no ridge. */
  private int leastSquaresHits(double[][] rows) {
    double[][] a = new double[WIDTH + 1][WIDTH + 1 + CLASSES];
    for (int i = 0; i < EXAMPLES; i++) {
      for (int r = 0; r <= WIDTH; r++) {
        for (int c = 0; c <= WIDTH; c++) {
          a[r][c] += rows[i][r] * rows[i][c];
        }
        for (int k = 0; k < CLASSES; k++) {
          a[r][WIDTH + 1 + k] += rows[i][r] * (labels[i] == k ? 1 : -1);
        }
      }
    }
    eliminate(a);
    int hits = 0;
    for (int i = 0; i < EXAMPLES; i++) {
      int best = 0;
      double most = Double.NEGATIVE_INFINITY;
      for (int k = 0; k < CLASSES; k++) {
        double score = 0;
        for (int d = 0; d <= WIDTH; d++) {
          score += rows[i][d] * a[d][WIDTH + 1 + k];
        }
        best = score > most ? k : best;
        most = Math.max(most, score);
      }
      hits += best == labels[i] ? 1 : 0;
    }
    return hits;
  }

  private static void eliminate(double[][] a) {
    for (int p = 0; p < a.length; p++) {
      for (int r = 0; r < a.length; r++) {
        double factor = r == p ? 0 : a[r][p] / a[p][p];
        for (int c = 0; c < a[r].length; c++) {
          a[r][c] -= factor * a[p][c];
        }
      }
    }
    for (int p = 0; p < a.length; p++) {
      double pivot = a[p][p];
      for (int c = 0; c < a[p].length; c++) {
        a[p][c] /= pivot;
      }
    }
  }

  /** The network with its head is a classifier, about as right as least squares on all. */
  @ParameterizedTest
  @CsvSource({"MEAN, 11", "MEAN, 17", "CLS, 11", "CLS, 17"})
  void headsAreLeastSquaresOnEmbeddings(Pooling pooling, int opset) {
    LinearHead head = fit(encoder(opset), pooling);
    assertThat(head.pooling()).isEqualTo(pooling);
    assertThat(head.examples()).isEqualTo(EXAMPLES);
    assertThat(LinearHead.accuracy(head.model())).hasValue(head.accuracy());
    try (DataSet data = DataSets.openAny(DataSpec.of(folder))) {
      AnalysisResult result =
          Analyzer.run(
              Planner.plan(head.model(), data, AnalysisOptions.builder().build()), Progress.NONE);
      double hits = result.accuracy() * EXAMPLES;
      assertThat(Math.abs(hits - leastSquaresHits(embeddings(pooling)))).isLessThanOrEqualTo(6);
      assertThat(head.hits()).isBetween(EXAMPLES / 2L, (long) hits + 6);
      assertThat(result.layers()).hasSize(1);
    }
  }

  @Test
  void poolsByItselfWhereTheOutputIsAVector() {
    GraphBuilder graph = new GraphBuilder("first");
    String x = graph.input("states", TensorType.floats(-1, TOKENS, WIDTH));
    String first = graph.longs("zero", new long[0], 0);
    String y = graph.node("Gather", List.of(x, first), Attributes.of("axis", 1L));
    OnnxModel model = graph.output(y, TensorType.floats(-1, WIDTH)).build(13);
    assertThat(fit(model, null).pooling()).isEqualTo(Pooling.MODEL);
    assertThat(fit(model, null).hits()).isEqualTo(fit(encoder(13), Pooling.CLS).hits());
  }

  @Test
  void refusesWhatGivesNoEmbeddings() {
    assertThatThrownBy(() -> fit(encoder(13), Pooling.MODEL))
        .isInstanceOf(PlanException.class)
        .hasMessageContainingAll("none of the model's outputs is an embedding", "[N, D]");
    labels[0] = 1;
    Arrays.fill(labels, 1, EXAMPLES, 0);
    NpyWriter.longs(folder.resolve("labels.npy"), labels);
    Selection zeros = Selection.ALL.withClasses(List.of("0"));
    try (DataSet data = DataSets.openAny(DataSpec.of(folder))) {
      AnalysisOptions options = AnalysisOptions.builder().selection(zeros).build();
      assertThatThrownBy(() -> LinearHead.fit(encoder(13), data, options, null, null))
          .isInstanceOf(PlanException.class)
          .hasMessageContaining("2 classes or more; there are 299 of 1");
    }
    NpyWriter.longs(folder.resolve("labels.npy"), new int[EXAMPLES]);
    assertThatThrownBy(() -> fit(encoder(13), null))
        .isInstanceOf(PlanException.class)
        .hasMessageContaining("2 classes or more");
  }

  @Test
  void outputsOfAnotherFormAreRefusedWhereTheyAreNamed() {
    GraphBuilder graph = new GraphBuilder("flat");
    String x = graph.input("states", TensorType.floats(-1, TOKENS, WIDTH));
    String sum =
        graph.node(
            "ReduceMean",
            List.of(x),
            Attributes.of("axes", new long[] {1, 2}),
            Attributes.of("keepdims", 0L));
    OnnxModel model = graph.output(sum, TensorType.floats(-1)).build(13);
    try (DataSet data = DataSets.openAny(DataSpec.of(folder))) {
      AnalysisOptions options = AnalysisOptions.builder().build();
      assertThatThrownBy(() -> LinearHead.fit(model, data, options, sum, null))
          .isInstanceOf(PlanException.class)
          .hasMessageContaining("cannot be pooled as 'mean'");
    }
  }
}
