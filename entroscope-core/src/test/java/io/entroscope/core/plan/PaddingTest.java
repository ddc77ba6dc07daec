package io.entroscope.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.core.ort.Device;
import io.entroscope.core.ort.Feed;
import io.entroscope.core.ort.OrtEngine;
import io.entroscope.core.ort.OrtEngine.Optimization;
import io.entroscope.core.ort.OrtRunner;
import io.entroscope.core.ort.Trim;
import io.entroscope.data.DataSet;
import io.entroscope.data.DataSpec;
import io.entroscope.data.format.DataSets;
import io.entroscope.data.format.array.NpyWriter;
import io.entroscope.onnx.Attributes;
import io.entroscope.onnx.GraphBuilder;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.TensorType;
import io.entroscope.testing.Seeds;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models of tokens of which some can be run without padding, and some cannot. */
class PaddingTest {
  private static final int TOKENS = 9;
  private static final int WIDTH = 4;
  private static final int WORDS = 20;

  /** How many tokens each example has. */
  private static final int[] LENGTHS = {9, 2, 5, 3};

  @TempDir private Path folder;
  private final Random random = new Random(Seeds.seed(20261130L));

  @BeforeEach
  void write() {
    long[] ids = new long[LENGTHS.length * TOKENS];
    long[] mask = new long[ids.length];
    for (int i = 0; i < ids.length; i++) {
      boolean there = i % TOKENS < LENGTHS[i / TOKENS];
      ids[i] = there ? 1 + random.nextInt(WORDS - 1) : 0;
      mask[i] = there ? 1 : 0;
    }
    int[] shape = {LENGTHS.length, TOKENS};
    NpyWriter.longs(folder.resolve("input_ids.npy"), shape, ids);
    NpyWriter.longs(folder.resolve("attention_mask.npy"), shape, mask);
    NpyWriter.longs(folder.resolve("labels.npy"), new int[] {0, 1, 0, 1});
  }

  /** The states of the tokens, as {@code y}, and what is made of them. */
  private final class Network {
    final GraphBuilder graph = new GraphBuilder("words");
    final String mask;
    final String states;

    Network(int tokens) {
      String ids = graph.input("input_ids", TensorType.longs(-1, tokens));
      mask = graph.input("attention_mask", TensorType.longs(-1, tokens));
      float[] words = new float[WORDS * WIDTH];
      for (int i = 0; i < words.length; i++) {
        words[i] = (float) random.nextGaussian();
      }
      String table = graph.floats("words", new long[] {WORDS, WIDTH}, words);
      states = graph.step("Gather").named("states").inputs(table, ids).outputs("states").add();
      graph.output(states, TensorType.floats(-1, -1, WIDTH));
    }

    String counted() {
      String kept = graph.node("Cast", List.of(mask), Attributes.of("to", 1L));
      String wide = graph.node("Unsqueeze", List.of(kept, graph.longs("last", new long[] {1}, 2)));
      return graph.node("Mul", List.of(states, wide));
    }

    OnnxModel with(String operator, String... inputs) {
      String y = graph.step(operator).named("y").inputs(inputs).outputs("y").add();
      return graph.output(y, TensorType.floats(-1, 1, WIDTH)).build(17);
    }
  }

  private OnnxModel sumOfTokens(int tokens) {
    Network network = new Network(tokens);
    String counted = network.counted();
    return network.with("ReduceSum", counted, network.graph.longs("tokens", new long[] {1}, 1));
  }

  private OnnxModel meanOfAll() {
    Network network = new Network(-1);
    String counted = network.counted();
    String mean =
        network
            .graph
            .step("ReduceMean")
            .inputs(counted)
            .attribute(Attributes.of("axes", new long[] {1}))
            .add();
    return network.with("Identity", mean);
  }

  private OnnxModel ofNineTokens() {
    Network network = new Network(-1);
    String counted = network.counted();
    String form = network.graph.longs("form", new long[] {3}, -1, TOKENS, WIDTH);
    String nine = network.graph.node("Reshape", List.of(counted, form));
    return network.with("ReduceSum", nine, network.graph.longs("tokens", new long[] {1}, 1));
  }

  private interface Use<T> {
    T with(OrtEngine engine, ModelInput input, Feed feed);
  }

  private <T> T tried(OnnxModel model, AnalysisOptions options, Use<T> use) {
    try (DataSet data = DataSets.openAny(DataSpec.of(folder));
        OrtEngine engine = OrtEngine.open(model, Device.CPU, Optimization.ALL)) {
      ModelInput input = ModelInput.of(engine.inputs(), model, data, options);
      Set<String> outputs = Set.of("y", "states");
      Feed feed =
          Padding.without(
              input.feed(LENGTHS.length),
              input,
              TokenMask.of(input, options),
              outputs,
              (held, inputs) -> held.run(engine, inputs, outputs));
      return use.with(engine, input, feed);
    }
  }

  private Optional<Trim> trim(OnnxModel model) {
    return tried(model, AnalysisOptions.builder().build(), (engine, input, feed) -> feed.trim());
  }

  @Test
  void paddingThatChangesNothingIsLeftOut() {
    assertThat(trim(sumOfTokens(-1))).contains(new Trim("attention_mask", TOKENS));
  }

  @Test
  void paddingThatIsAveragedStays() {
    assertThat(trim(meanOfAll())).isEmpty();
  }

  @Test
  void paddingStaysWhereSoManyTokensAreWanted() {
    assertThat(trim(ofNineTokens())).isEmpty();
    assertThat(trim(sumOfTokens(TOKENS))).isEmpty();
  }

  @Test
  void withoutAMaskNothingIsPadding() {
    AnalysisOptions none = AnalysisOptions.builder().mask("none").build();
    Optional<Trim> trim = tried(sumOfTokens(-1), none, (engine, input, feed) -> feed.trim());
    assertThat(trim).isEmpty();
  }

  @Test
  void asManyTokensGoInAsTheLongestOfThoseThatRunTogetherHas() {
    tried(
        sumOfTokens(-1),
        AnalysisOptions.builder().build(),
        (engine, input, feed) -> {
          List<ByteBuffer> all = input.varied(0, 1, 2, 3);
          assertThat(feed.tokens(all, 0, 4)).isEqualTo(9);
          assertThat(feed.tokens(all, 1, 3)).isEqualTo(5);
          assertThat(feed.tokens(all, 1, 1)).isEqualTo(2);
          return null;
        });
  }

  @Test
  void whatComesOutIsAsWithPaddingAndZeroWhereItWas() {
    tried(
        sumOfTokens(-1),
        AnalysisOptions.builder().build(),
        (engine, input, trimmed) -> {
          float[] sums = run(engine, input, trimmed, "y", List.of(1L, (long) WIDTH));
          float[] all = run(engine, input, input.feed(4), "y", List.of(1L, (long) WIDTH));
          assertThat(sums).isEqualTo(all);
          List<Long> form = List.of((long) TOKENS, (long) WIDTH);
          float[] states = run(engine, input, trimmed, "states", form);
          float[] padded = run(engine, input, input.feed(4), "states", form);
          for (int i = 0; i < states.length; i++) {
            int token = i / WIDTH % TOKENS;
            assertThat(states[i]).isEqualTo(token < 5 ? padded[i] : 0);
          }
          return null;
        });
  }

  /** An output of the last three examples, of which the longest has five tokens. */
  private static float[] run(
      OrtEngine engine, ModelInput input, Feed feed, String output, List<Long> form) {
    try (OrtRunner runner = new OrtRunner(engine, feed, Map.of(output, form), Set.of())) {
      runner.run(input.varied(0, 1, 2, 3), 1, 3);
      FloatBuffer buffer = runner.floats(output);
      float[] values =
          new float[3 * form.stream().mapToInt(Long::intValue).reduce(1, (a, b) -> a * b)];
      buffer.get(0, values);
      return values;
    }
  }
}
