package io.entroscope.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.entroscope.cli.Cli.Outcome;
import io.entroscope.data.DataSpec;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.format.DataSets;
import io.entroscope.data.format.array.NpyWriter;
import io.entroscope.onnx.Attributes;
import io.entroscope.onnx.GraphBuilder;
import io.entroscope.onnx.TensorType;
import io.entroscope.result.AnalysisResult;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Models that take arrays. The token classifier was exported from PyTorch; what its numbers must be
 * was computed from its weights by NumPy in double precision, in the order of the definitions.
 */
class ArraysCommandTest {
  /** ONNX Runtime computes in single precision. */
  private static final double TOLERANCE = 2e-5;

  private final JsonMapper mapper = JsonMapper.builder().build();

  @TempDir private Path folder;
  private Path model = Path.of("");
  private Path data = Path.of("");

  @BeforeEach
  void copyTokens() throws IOException {
    model = resource("tokens.onnx");
    data = resource("tokens.npz");
  }

  private Path resource(String name) throws IOException {
    Path file = folder.resolve(name);
    try (InputStream in = ArraysCommandTest.class.getResourceAsStream("tokens/" + name)) {
      Files.copy(Objects.requireNonNull(in), file, StandardCopyOption.REPLACE_EXISTING);
    }
    return file;
  }

  private JsonNode analyzed(Object model, Object data, String out, Object... more)
      throws IOException {
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

  private void assertExpected(JsonNode result, String pooling) throws IOException {
    JsonNode expected = mapper.readTree(resource("expected.json").toFile());
    assertThat(result.get("accuracy").asDouble())
        .isCloseTo(expected.get("accuracy").asDouble(), within(1e-12));
    List<String> names = List.of("token", "mix", "hidden", "head");
    assertThat(result.get("layers").findValuesAsText("name")).isEqualTo(names);
    for (JsonNode layer : result.get("layers")) {
      String name = layer.get("name").asText();
      JsonNode wanted = expected.get(pooling).get(name);
      for (int c = 0; c < wanted.size(); c++) {
        JsonNode found = layer.get("classes").get(c);
        assertThat(found.get("patternEntropy").asDouble())
            .as("%s, class %d", name, c)
            .isCloseTo(wanted.get(c).get(0).asDouble(), within(TOLERANCE));
        assertThat(found.get("imageEntropyMean").asDouble())
            .as("%s, class %d", name, c)
            .isCloseTo(wanted.get(c).get(1).asDouble(), within(TOLERANCE));
      }
    }
  }

  @Test
  void paddingIsLeftOutOfTheMean() throws IOException {
    for (Object[] options : new Object[][] {{}, {"--mask", "attention_mask"}}) {
      JsonNode result = analyzed(model, data, "out", options);
      assertExpected(result, "masked");
      assertThat(result.at("/settings/mask").asText()).isEqualTo("attention_mask");
      assertThat(result.get("layers").findValuesAsText("pooling"))
          .containsExactly("masked-mean", "masked-mean", "none", "none");
      assertThat(Files.readString(folder.resolve("out/report.html")))
          .contains("where attention_mask is 1");
    }
  }

  @Test
  void tokensAreAveragedOverAllPlacesIfThatIsAskedFor() throws IOException {
    JsonNode result = analyzed(model, data, "out", "--mask", "none");
    assertExpected(result, "mean");
    assertThat(result.get("settings").has("mask")).isFalse();
    assertThat(result.at("/layers/0/pooling").asText()).isEqualTo("mean");
    assertThat(result.at("/data/format").asText()).isEqualTo("npz");
    assertThat(result.at("/data/arrays").findValuesAsText("input"))
        .containsExactly("input_ids", "attention_mask");
    assertThat(result.at("/data/arrays/0/type").asText()).isEqualTo("int64");
    assertThat(result.at("/data/arrays/0/shape/0").asInt()).isEqualTo(10);
    assertThat(result.get("settings").has("preprocessing")).isFalse();
    try (InputStream schema =
        AnalysisResult.class.getResourceAsStream("schema/result-1.schema.json")) {
      assertThat(
              JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(schema).validate(result))
          .isEmpty();
    }
    assertThat(Files.readString(folder.resolve("out/report.html")))
        .contains("input_ids int64 [10]", "arrays went in as they are");
  }

  @Test
  void bytesAreThoseOfOneThreadAndOfShards() throws IOException {
    analyzed(model, data, "one", "--threads", 1, "--batch", 7, "--indicators");
    byte[] one = Files.readAllBytes(folder.resolve("one/result.json"));
    for (int threads : new int[] {2, 4}) {
      String out = "threads" + threads;
      analyzed(model, data, out, "--threads", threads, "--batch", 7, "--indicators");
      assertThat(Files.readAllBytes(folder.resolve(out + "/result.json"))).as(out).isEqualTo(one);
    }
  }

  /** More than one segment, so that there are parts to merge. */
  @Test
  void shardsMergeToTheBytesOfOneRun() throws IOException {
    Path table = Files.createDirectory(folder.resolve("table"));
    Path net = table(table, 5000);
    analyzed(net, table, "whole", "--batch", 64);
    for (int part = 1; part <= 2; part++) {
      Outcome outcome =
          Cli.run(
              "analyze",
              net,
              "--data",
              table,
              "--batch",
              64,
              "--shard",
              part + "/2",
              "--out",
              folder.resolve("states"));
      assertThat(outcome.code()).as(outcome.toString()).isZero();
    }
    Outcome merged =
        Cli.run(
            "merge",
            folder.resolve("states/shard-1-of-2.state"),
            folder.resolve("states/shard-2-of-2.state"),
            "--out",
            folder.resolve("merged"));
    assertThat(merged.code()).as(merged.toString()).isZero();
    assertThat(Files.readAllBytes(folder.resolve("merged/result.json")))
        .isEqualTo(Files.readAllBytes(folder.resolve("whole/result.json")));
  }

  private static final int COLUMNS = 6;
  private static final int[] WIDTHS = {9, 3};

  /** Writes a table of random numbers with its labels, and returns a network that takes it. */
  private Path table(Path folder, int rows) {
    Random random = new Random(11);
    NpyWriter.floats(
        folder.resolve("measured.npy"),
        new int[] {rows, COLUMNS},
        randomFloats(random, rows * COLUMNS));
    NpyWriter.longs(folder.resolve("labels.npy"), random.ints(rows, 0, 3).toArray());
    GraphBuilder graph = new GraphBuilder("table");
    String x = graph.input("columns", TensorType.floats(-1, COLUMNS));
    int in = COLUMNS;
    for (int l = 0; l < WIDTHS.length; l++) {
      int out = WIDTHS[l];
      String w =
          graph.floats(
              "fc" + l + ".weight", new long[] {out, in}, randomFloats(new Random(l), out * in));
      String b = graph.floats("fc" + l + ".bias", new long[] {out}, new float[out]);
      x = graph.node("Gemm", List.of(x, w, b), Attributes.of("transB", 1L));
      x = l + 1 < WIDTHS.length ? graph.node("Relu", List.of(x)) : x;
      in = out;
    }
    Path file = this.folder.resolve("table.onnx");
    graph.output(x, TensorType.floats(-1, in)).build(13).write(file);
    return file;
  }

  private static float[] randomFloats(Random random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  /** The only array may have any name; entropies as plain loops in double precision give them. */
  @Test
  void tablesAreAnalysed() throws IOException {
    Path table = Files.createDirectory(folder.resolve("table"));
    int rows = 300;
    Path net = table(table, rows);
    JsonNode result = analyzed(net, table, "out");

    Random random = new Random(11);
    float[] values = randomFloats(random, rows * COLUMNS);
    int[] labels = random.ints(rows, 0, 3).toArray();
    float[] weights = randomFloats(new Random(0), WIDTHS[0] * COLUMNS);
    double[][] mean = new double[3][WIDTHS[0]];
    double[] entropy = new double[3];
    int[] count = new int[3];
    for (int i = 0; i < rows; i++) {
      double[] hidden = new double[WIDTHS[0]];
      for (int o = 0; o < hidden.length; o++) {
        for (int k = 0; k < COLUMNS; k++) {
          hidden[o] += (double) weights[o * COLUMNS + k] * values[i * COLUMNS + k];
        }
        hidden[o] = Math.max(0, hidden[o]);
        mean[labels[i]][o] += hidden[o];
      }
      entropy[labels[i]] += entropy(hidden);
      count[labels[i]]++;
    }
    assertThat(result.at("/data/arrays/0/array").asText()).isEqualTo("measured");
    assertThat(result.at("/model/input").asText()).isEqualTo("columns");
    for (int c = 0; c < 3; c++) {
      for (int o = 0; o < mean[c].length; o++) {
        mean[c][o] /= count[c];
      }
      JsonNode found = result.at("/layers/0/classes/" + c);
      assertThat(found.get("images").asInt()).isEqualTo(count[c]);
      assertThat(found.get("patternEntropy").asDouble())
          .isCloseTo(entropy(mean[c]), within(TOLERANCE));
      assertThat(found.get("imageEntropyMean").asDouble())
          .isCloseTo(entropy[c] / count[c], within(TOLERANCE));
    }
  }

  private static double entropy(double[] x) {
    double max = Arrays.stream(x).max().orElseThrow();
    double sum = Arrays.stream(x).map(v -> Math.exp(v - max)).sum();
    return Arrays.stream(x).map(v -> Math.exp(v - max) / sum).map(p -> -p * Math.log(p)).sum();
  }

  /** Bytes of images saved as an array, under the names that Keras has, are the images. */
  @Test
  void bytesOfImagesAreAnalysedAsImages() throws IOException {
    Path saved = Files.createDirectory(folder.resolve("saved"));
    try (ImageDataSet images = DataSets.open(DataSpec.of(Path.of(Cli.SAMPLE)))) {
      int pixels = images.shape().elements();
      byte[] all = new byte[images.size() * pixels];
      for (int i = 0; i < images.size(); i++) {
        System.arraycopy(images.image(i).values(), 0, all, i * pixels, pixels);
      }
      int[] shape = {images.size(), images.shape().height(), images.shape().width()};
      NpyWriter.bytes(saved.resolve("x_test.npy"), shape, all);
      int[] labels = IntStream.range(0, images.size()).map(images::label).toArray();
      NpyWriter.longs(saved.resolve("y_test.npy"), labels);
    }
    JsonNode arrays = analyzed(Path.of(Cli.MODEL), saved, "arrays");
    JsonNode files = analyzed(Path.of(Cli.MODEL), Path.of(Cli.SAMPLE), "files");
    assertThat(arrays.get("layers")).isEqualTo(files.get("layers"));
    assertThat(arrays.at("/data/format").asText()).isEqualTo("npy");
  }

  @Test
  void examplesThatCannotBeUsedAreLeftOutWhereAsked() throws IOException {
    Path table = Files.createDirectory(folder.resolve("table"));
    Path net = table(table, 40);
    float[] values = randomFloats(new Random(2), 40 * COLUMNS);
    values[17 * COLUMNS + 2] = Float.NaN;
    NpyWriter.floats(table.resolve("measured.npy"), new int[] {40, COLUMNS}, values);
    JsonNode result = analyzed(net, table, "out", "--skip-corrupt");
    assertThat(result.at("/data/images").asInt()).isEqualTo(39);
    assertThat(result.at("/data/skipped").asInt()).isEqualTo(1);
  }
}
