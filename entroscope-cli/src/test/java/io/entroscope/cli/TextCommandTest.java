package io.entroscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.entroscope.cli.Cli.Outcome;
import io.entroscope.data.format.array.NpyWriter;
import io.entroscope.data.token.TokenizedTexts;
import io.entroscope.data.token.Tokenizers;
import io.entroscope.onnx.Attributes;
import io.entroscope.onnx.GraphBuilder;
import io.entroscope.onnx.TensorType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Texts on the command line, against the arrays of their tokens. */
class TextCommandTest {
  private static final String[] WORDS = {"ant", "bee", "cat", "wasp"};
  private static final int WIDTH = 6;
  private static final int CLASSES = 3;

  @TempDir Path folder;
  private final JsonMapper mapper = JsonMapper.builder().build();
  private final List<String> texts = new ArrayList<>();
  private final List<Integer> labels = new ArrayList<>();
  private Path model = Path.of("");
  private Path table = Path.of("");

  @BeforeEach
  void make() throws IOException {
    model = network(-1);
    try (InputStream in = TextCommandTest.class.getResourceAsStream("text/tokenizer.json")) {
      Files.copy(Objects.requireNonNull(in), folder.resolve("tokenizer.json"));
    }
    Random random = new Random(5);
    StringBuilder rows = new StringBuilder("text\tlabel\n");
    for (int i = 0; i < 330; i++) {
      int length = 1 + random.nextInt(9);
      String text = "";
      for (int word = 0; word < length; word++) {
        text += (word == 0 ? "" : " ") + WORDS[random.nextInt(WORDS.length)];
      }
      texts.add(text);
      labels.add(random.nextInt(CLASSES));
      rows.append(text)
          .append('\t')
          .append(List.of("no", "so", "yes").get(labels.get(i)))
          .append('\n');
    }
    table = Files.writeString(folder.resolve("test.tsv"), rows);
  }

  /** Embeddings, a layer of each token, their mean under the mask, and a head. */
  private Path network(int tokens) {
    Random random = new Random(3);
    GraphBuilder graph = new GraphBuilder("words");
    String ids = graph.input("input_ids", TensorType.longs(-1, tokens));
    String mask = graph.input("attention_mask", TensorType.longs(-1, tokens));
    String words = graph.floats("words", new long[] {7, WIDTH}, floats(random, 7 * WIDTH));
    String x = graph.node("Gather", List.of(words, ids));
    String w =
        graph.floats("token.weight", new long[] {WIDTH, WIDTH}, floats(random, WIDTH * WIDTH));
    x = graph.node("Relu", List.of(graph.node("MatMul", List.of(x, w))));
    String kept = graph.node("Cast", List.of(mask), Attributes.of("to", 1L));
    String axis = graph.longs("last", new long[] {1}, 2);
    String factor = graph.node("Unsqueeze", List.of(kept, axis));
    String masked = graph.node("Mul", List.of(x, factor));
    String mean = graph.node("ReduceMean", List.of(masked), Attributes.of("axes", new long[] {1}));
    String sum = graph.node("Flatten", List.of(mean));
    String head =
        graph.floats("head.weight", new long[] {WIDTH, CLASSES}, floats(random, WIDTH * CLASSES));
    String y = graph.node("MatMul", List.of(sum, head));
    Path file = folder.resolve("words" + tokens + ".onnx");
    graph.output(y, TensorType.floats(-1, CLASSES)).build(13).write(file);
    return file;
  }

  private static float[] floats(Random random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private JsonNode analyzed(Path model, Path data, String out, Object... more) throws IOException {
    Path to = folder.resolve(out);
    Object[] args =
        Stream.concat(
                Stream.of("analyze", model, "--data", data, "--out", to, "--quiet"),
                Arrays.stream(more))
            .toArray();
    Outcome outcome = Cli.run(args);
    assertThat(outcome.code()).as(outcome.toString()).isZero();
    return mapper.readTree(to.resolve("result.json").toFile());
  }

  /** The tokens as arrays, in the order of the texts' lengths. */
  private Path arrays(int length) throws IOException {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      order.add(i);
    }
    order.sort(Comparator.comparingInt(i -> texts.get(i).length()));
    TokenizedTexts tokens =
        Tokenizers.find()
            .tokenize(
                folder.resolve("tokenizer.json"),
                order.stream().map(texts::get).toList(),
                OptionalInt.of(length));
    long[] ids = new long[texts.size() * length];
    long[] mask = new long[ids.length];
    for (int i = 0; i < texts.size(); i++) {
      int[] of = tokens.ids().get(i);
      for (int t = 0; t < of.length; t++) {
        ids[i * length + t] = of[t];
        mask[i * length + t] = 1;
      }
    }
    Path data = Files.createDirectory(folder.resolve("arrays"));
    int[] shape = {texts.size(), length};
    NpyWriter.longs(data.resolve("input_ids.npy"), shape, ids);
    NpyWriter.longs(data.resolve("attention_mask.npy"), shape, mask);
    NpyWriter.longs(
        data.resolve("labels.npy"), order.stream().mapToInt(i -> labels.get(i)).toArray());
    Files.writeString(data.resolve("classes.txt"), "no\nso\nyes\n");
    return data;
  }

  /** Nine words and two marks are the longest, so eleven tokens. */
  @Test
  void textsAreTheirTokens() throws IOException {
    JsonNode fromTexts = analyzed(model, table, "texts");
    JsonNode fromArrays = analyzed(model, arrays(11), "from-arrays");
    assertThat(fromTexts.get("layers")).isEqualTo(fromArrays.get("layers"));
    assertThat(fromTexts.get("accuracy")).isEqualTo(fromArrays.get("accuracy"));
    assertThat(fromTexts.at("/settings/mask").asText()).isEqualTo("attention_mask");
    assertThat(fromTexts.at("/data/format").asText()).isEqualTo("text");
    assertThat(fromTexts.at("/data/arrays/0/shape/0").asInt()).isEqualTo(11);
  }

  @Test
  void modelsOfAFixedLengthGetIt() throws IOException {
    JsonNode result = analyzed(network(5), table, "fixed");
    assertThat(result.at("/data/arrays/0/shape/0").asInt()).isEqualTo(5);
    assertThat(result.get("caveats").findValuesAsText("text"))
        .anyMatch(text -> text.contains("of 330 texts have more than 5 tokens and were cut"));
  }

  @Test
  void shardsAndReruns() throws IOException {
    JsonNode whole = analyzed(model, table, "whole", "--max-tokens", "7", "--batch", "32");
    JsonNode again =
        analyzed(model, table, "threads", "--max-tokens", "7", "--batch", "32", "--threads", "1");
    assertThat(again).isEqualTo(whole);
    Outcome rerun =
        Cli.run(
            "analyze",
            "--again",
            folder.resolve("whole/result.json"),
            "--out",
            folder.resolve("rerun"),
            "--quiet");
    assertThat(rerun.code()).as(rerun.toString()).isZero();
    assertThat(Files.readAllBytes(folder.resolve("rerun/result.json")))
        .isEqualTo(Files.readAllBytes(folder.resolve("whole/result.json")));
  }

  @Test
  void whatIsWrongIsOneLine() throws IOException {
    Files.move(folder.resolve("tokenizer.json"), folder.resolve("other.json"));
    refused("texts need the model's tokenizer.json", model.toString());
    refused("no tokenizer at", "missing.json", "--tokenizer", "missing.json");
    refused("is no tokenizer", model.toString(), "--tokenizer", model.toString());
    refused("--max-tokens is 0", "1 or more", "--max-tokens", "0");
    refused("--text-column names 'words'", "text, label", "--text-column", "words");
    Outcome images =
        Cli.run(
            "analyze",
            Cli.MODEL,
            "--data",
            Cli.SAMPLE,
            "--out",
            folder.resolve("o"),
            "--max-tokens",
            "9");
    assertThat(images.code()).isEqualTo(2);
    assertThat(images.err()).contains("holds no texts").hasLineCount(1);
    assertThat(
            analyzed(model, table, "named", "--tokenizer", folder.resolve("other.json"))
                .get("accuracy"))
        .isNotNull();
  }

  private void refused(String first, String second, Object... more) {
    Path out = folder.resolve("refused");
    Object[] args =
        Stream.concat(
                Stream.of("analyze", model, "--data", table, "--out", out), Arrays.stream(more))
            .toArray();
    Outcome outcome = Cli.run(args);
    assertThat(outcome.code()).as(outcome.toString()).isEqualTo(2);
    assertThat(outcome.err()).contains(first, second).hasLineCount(1);
    assertThat(out).doesNotExist();
  }
}
