package io.entroscope.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.entroscope.core.Analyzer;
import io.entroscope.core.Progress;
import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.core.plan.AnalysisPlan;
import io.entroscope.core.plan.Planner;
import io.entroscope.core.state.PartialState;
import io.entroscope.data.DataSet;
import io.entroscope.data.DataSpec;
import io.entroscope.data.format.DataSets;
import io.entroscope.data.format.array.NpyWriter;
import io.entroscope.onnx.Attributes;
import io.entroscope.onnx.GraphBuilder;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.TensorType;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.ResultJson;
import io.entroscope.testing.Seeds;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Examples of tokens that are run without their padding, in parts and by several threads. */
class PaddedPartsTest {
  private static final int EXAMPLES = 4_500;
  private static final int TOKENS = 11;
  private static final int WIDTH = 5;
  private static final int WORDS = 30;
  private static final int CLASSES = 3;

  @TempDir private Path folder;
  private final long seed = Seeds.seed(20261131L);

  @BeforeEach
  void write() {
    Random random = new Random(seed);
    long[] ids = new long[EXAMPLES * TOKENS];
    long[] mask = new long[ids.length];
    int[] labels = new int[EXAMPLES];
    for (int i = 0; i < EXAMPLES; i++) {
      int length = 1 + random.nextInt(TOKENS);
      labels[i] = random.nextInt(CLASSES);
      for (int t = 0; t < length; t++) {
        ids[i * TOKENS + t] = 1L + random.nextInt(WORDS - 1);
        mask[i * TOKENS + t] = 1;
      }
    }
    int[] shape = {EXAMPLES, TOKENS};
    NpyWriter.longs(folder.resolve("input_ids.npy"), shape, ids);
    NpyWriter.longs(folder.resolve("attention_mask.npy"), shape, mask);
    NpyWriter.longs(folder.resolve("labels.npy"), labels);
  }

  /** A layer of each token, the sum of those that count, and a head. */
  private OnnxModel model(int tokens) {
    Random random = new Random(seed + 1);
    GraphBuilder graph = new GraphBuilder("words");
    String ids = graph.input("input_ids", TensorType.longs(-1, tokens));
    String mask = graph.input("attention_mask", TensorType.longs(-1, tokens));
    String words = weights(graph, "words", random, WORDS, WIDTH);
    String w = weights(graph, "token.weight", random, WIDTH, WIDTH);
    String x = graph.node("Gather", List.of(words, ids));
    x = graph.node("Relu", List.of(graph.node("MatMul", List.of(x, w))));
    String kept = graph.node("Cast", List.of(mask), Attributes.of("to", 1L));
    String wide = graph.node("Unsqueeze", List.of(kept, graph.longs("last", new long[] {1}, 2)));
    String counted = graph.node("Mul", List.of(x, wide));
    String axis = graph.longs("tokens", new long[] {1}, 1);
    String sum = graph.node("ReduceSum", List.of(counted, axis), Attributes.of("keepdims", 0));
    String head = weights(graph, "head.weight", random, WIDTH, CLASSES);
    String y = graph.node("MatMul", List.of(sum, head));
    return graph.output(y, TensorType.floats(-1, CLASSES)).build(17);
  }

  private static String weights(
      GraphBuilder graph, String name, Random random, int rows, int columns) {
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return graph.floats(name, new long[] {rows, columns}, values);
  }

  private interface Use<T> {
    T of(AnalysisPlan plan) throws IOException;
  }

  private <T> T planned(OnnxModel model, int threads, Use<T> use) throws IOException {
    try (DataSet data = DataSets.openAny(DataSpec.of(folder))) {
      AnalysisOptions options = AnalysisOptions.builder().batch(64).threads(threads).build();
      return use.of(Planner.plan(model, data, options));
    }
  }

  private static byte[] json(AnalysisResult result) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ResultJson.write(result, out);
    return out.toByteArray();
  }

  private static AnalysisResult run(AnalysisPlan plan) {
    return Analyzer.run(plan, Progress.NONE, new StageTimes());
  }

  private static byte[] inParts(AnalysisPlan plan) throws IOException {
    Map<String, PartialState> parts = new HashMap<>();
    for (int part = 1; part <= 3; part++) {
      parts.put(
          "part " + part,
          LocalRunner.run(plan, new Shard(part, 3), Progress.NONE, new StageTimes()));
    }
    return json(Analyzer.result(plan, PartialState.merge(plan, parts), new StageTimes()));
  }

  @Test
  void giveTheSameBytes() throws IOException {
    OnnxModel model = model(-1);
    byte[] whole = planned(model, 1, plan -> json(run(plan)));
    byte[] byThree = planned(model, 3, plan -> json(run(plan)));
    byte[] inParts = planned(model, 2, PaddedPartsTest::inParts);
    assertThat(byThree).as("seed %d", seed).isEqualTo(whole);
    assertThat(inParts).as("seed %d", seed).isEqualTo(whole);
  }

  @Test
  void giveTheNumbersOfAModelThatTakesAllPadding() throws IOException {
    AnalysisResult trimmed = planned(model(-1), 2, PaddedPartsTest::run);
    AnalysisResult padded = planned(model(TOKENS), 2, PaddedPartsTest::run);
    assertThat(trimmed.layers()).hasSameSizeAs(padded.layers()).isNotEmpty();
    for (int layer = 0; layer < padded.layers().size(); layer++) {
      for (int c = 0; c < CLASSES; c++) {
        assertThat(entropy(trimmed, layer, c))
            .as("layer %d, class %d, seed %d", layer, c, seed)
            .isCloseTo(entropy(padded, layer, c), within(1e-6));
      }
    }
    assertThat(trimmed.accuracy()).isEqualTo(padded.accuracy());
  }

  private static double entropy(AnalysisResult result, int layer, int place) {
    return result.layers().get(layer).classes().get(place).patternEntropy().normalized();
  }
}
