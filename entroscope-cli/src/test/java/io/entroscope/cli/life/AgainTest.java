package io.entroscope.cli.life;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entroscope.cli.Cli;
import io.entroscope.cli.Cli.Outcome;
import io.entroscope.onnx.Attributes;
import io.entroscope.onnx.GraphBuilder;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.TensorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A result that says all that is needed to run it again, and that is run again. */
class AgainTest {
  private static final String SCORES = network(1).proto().getGraph().getOutput(0).getName();
  private static final String OTHERS = network(1).proto().getGraph().getOutput(1).getName();

  /** Options whose every one changes the result, together more than any one run would need. */
  private static final List<String> MANY =
      List.of(
          "--layers",
          "fc1,fc2",
          "--at",
          "both",
          "--normalizer",
          "units",
          "--input",
          "image",
          "--feed",
          "shift=0.25",
          "--output",
          SCORES,
          "--samples",
          "3",
          "--feature-maps",
          "1",
          "--class-spectra",
          "--batch",
          "48",
          "--memory",
          "700m",
          "--split",
          "test",
          "--format",
          "idx",
          "--classes",
          "0,3,7",
          "--per-class",
          "20",
          "--limit",
          "50",
          "--seed",
          "11",
          "--skip-corrupt",
          "--transpose",
          "--mean",
          "0.2",
          "--std",
          "0.5",
          "--scale",
          "0.004",
          "--flat",
          "hwc");

  private final JsonMapper mapper = JsonMapper.builder().build();

  @TempDir private Path folder;
  private Path model = Path.of("");
  private Path data = Path.of("");

  @BeforeEach
  void write() throws IOException {
    model = folder.resolve("model.onnx");
    network(1).write(model);
    data = Files.createDirectory(folder.resolve("data"));
    for (String kind : new String[] {"images-idx3", "labels-idx1"}) {
      String name = "t10k-" + kind + "-ubyte.gz";
      Files.copy(Path.of(Cli.SAMPLE, name), data.resolve(name));
    }
  }

  /** Rows of pixels, all moved by a second input; two outputs could be the scores. */
  private static OnnxModel network(int seed) {
    Random random = new Random(seed);
    GraphBuilder graph = new GraphBuilder("net");
    String image = graph.input("image", TensorType.floats(-1, 784));
    String shift = graph.input("shift", TensorType.floats(1));
    String tensor = graph.node("Add", List.of(image, shift));
    int[] widths = {784, 12, 10, 10};
    for (int l = 1; l < widths.length; l++) {
      String weight = weight(graph, "fc" + l, widths[l], widths[l - 1], random);
      String bias = graph.floats("fc" + l + ".bias", new long[] {widths[l]}, new float[widths[l]]);
      tensor = graph.node("Gemm", List.of(tensor, weight, bias), Attributes.of("transB", 1L));
      tensor = l + 1 < widths.length ? graph.node("Relu", List.of(tensor)) : tensor;
    }
    TensorType scores = TensorType.floats(-1, 10);
    return graph
        .output(tensor, scores)
        .output(graph.node("Neg", List.of(tensor)), scores)
        .build(13);
  }

  private static String weight(GraphBuilder graph, String name, int out, int in, Random random) {
    float[] values = new float[out * in];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() / Math.sqrt(in));
    }
    return graph.floats(name + ".weight", new long[] {out, in}, values);
  }

  private static Outcome run(List<String> more, Object... args) {
    List<Object> all = new ArrayList<>(Arrays.asList(args));
    all.addAll(more);
    return Cli.run(all.toArray());
  }

  private Path analyzed(List<String> options, String out) {
    Outcome outcome =
        run(options, "analyze", model, "--data", data, "--out", folder.resolve(out), "--quiet");
    assertThat(outcome.code()).as(outcome.toString()).isZero();
    return folder.resolve(out).resolve("result.json");
  }

  private Path again(Path result, String out, Object... args) {
    List<Object> all = new ArrayList<>(List.of("analyze", "--again", result));
    all.addAll(List.of("--out", folder.resolve(out), "--quiet"));
    all.addAll(Arrays.asList(args));
    Outcome outcome = Cli.run(all.toArray());
    assertThat(outcome.code()).as(outcome.toString()).isZero();
    assertThat(outcome.out() + outcome.err()).isEmpty();
    return folder.resolve(out).resolve("result.json");
  }

  @Test
  void givesTheSameBytesWhateverWasAsked() throws IOException {
    Path first = analyzed(MANY, "first");
    byte[] bytes = Files.readAllBytes(first);
    assertThat(Files.readAllBytes(again(first, "second"))).isEqualTo(bytes);
    Path third = again(first, "third", model, "--data", data, "--threads", "1");
    assertThat(Files.readAllBytes(third)).isEqualTo(bytes);
    JsonNode settings = mapper.readTree(bytes).get("settings");
    assertThat(settings.at("/options/inputs/feeds/shift").asDouble()).isEqualTo(0.25);
    assertThat(settings.at("/options/observe/indicators").asText()).isEqualTo("classes");
    assertThat(settings.at("/options/read/transpose").asBoolean()).isTrue();
    Path usual = analyzed(List.of("--feed", "shift=0", "--output", OTHERS), "usual");
    assertThat(Files.readAllBytes(again(usual, "usual-again")))
        .isEqualTo(Files.readAllBytes(usual))
        .isNotEqualTo(bytes);
  }

  /** What moved is told of, and the rest of the result is the same. */
  @Test
  void findsWhatHasMovedWhereItIsSaidToBe() throws IOException {
    Path first = analyzed(MANY, "first");
    JsonNode before = mapper.readTree(first.toFile());
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    model = Files.move(model, elsewhere.resolve("model.onnx"));
    assertRefused(Cli.run("analyze", "--again", first, "--json"), "is no longer at", "MODEL");
    data = Files.move(data, elsewhere.resolve("data"));
    assertRefused(
        Cli.run("analyze", "--again", first, model, "--json"), "is no longer at", "--data");
    ObjectNode after =
        (ObjectNode) mapper.readTree(again(first, "moved", model, "--data", data).toFile());
    ((ObjectNode) after.get("model")).set("path", before.at("/model/path"));
    ((ObjectNode) after.get("data")).set("path", before.at("/data/path"));
    assertThat(after).isEqualTo(before);
  }

  @Test
  void saysThatItIsAnotherModel() throws IOException {
    List<String> few = List.of("--feed", "shift=0", "--output", SCORES, "--limit", "60");
    Path first = analyzed(few, "first");
    network(2).write(model);
    assertRefused(
        Cli.run("analyze", "--again", first, "--json"), "another model", "give the model as MODEL");
    Outcome outcome = Cli.run("analyze", "--again", first, model, "--json");
    assertThat(outcome.code()).as(outcome.toString()).isZero();
    assertThat(outcome.err()).startsWith("note: " + model + " is another model than the one of ");
    assertThat(mapper.readTree(outcome.out()).at("/settings"))
        .isEqualTo(mapper.readTree(first.toFile()).at("/settings"));
  }

  @Test
  void refusesWhatWouldNotBeTheSame() throws IOException {
    List<String> few = List.of("--feed", "shift=0", "--output", SCORES, "--limit", "60");
    Path first = analyzed(few, "first");
    assertRefused(
        Cli.run("analyze", "--again", first, "--at", "both", "--json"),
        "--again takes all settings from the result; leave out --at");
    ObjectNode old = (ObjectNode) mapper.readTree(first.toFile());
    ((ObjectNode) old.get("settings")).remove("options");
    mapper.writeValue(first.toFile(), old);
    assertRefused(Cli.run("analyze", "--again", first, "--json"), "did not keep all options");
    ((ObjectNode) old.get("settings")).putObject("options").putObject("observe").put("later", 1);
    mapper.writeValue(first.toFile(), old);
    assertRefused(Cli.run("analyze", "--again", first, "--json"), "cannot read", "later");
    assertRefused(Cli.run("analyze", model, "--json"), "--data");
    assertRefused(Cli.run("analyze", "--data", data, "--json"), "MODEL");
  }

  /** Shards hold all that was asked as well, and know nothing of where things were. */
  @Test
  void shardsMergeWhereverModelAndDataAreNow() throws IOException {
    List<String> options = new ArrayList<>(MANY);
    options.set(options.indexOf("48"), "16");
    Path states = folder.resolve("states");
    for (String part : new String[] {"1/2", "2/2"}) {
      Outcome outcome =
          run(options, "analyze", model, "--data", data, "--shard", part, "--out", states);
      assertThat(outcome.code()).as(outcome.toString()).isZero();
    }
    Path elsewhere = folder.resolve("elsewhere");
    Files.createDirectory(elsewhere);
    model = Files.move(model, elsewhere.resolve("model.onnx"));
    data = Files.move(data, elsewhere.resolve("data"));
    Path first = states.resolve("shard-1-of-2.state");
    Path second = states.resolve("shard-2-of-2.state");
    Path out = folder.resolve("merged");
    assertRefused(Cli.run("merge", first, second, "--out", out), "is no longer at", "--model");
    Outcome merged =
        Cli.run("merge", first, second, "--out", out, "--model", model, "--data", data, "--quiet");
    assertThat(merged.code()).as(merged.toString()).isZero();
    assertThat(Files.readAllBytes(out.resolve("result.json")))
        .isEqualTo(Files.readAllBytes(analyzed(options, "whole")));
  }

  private static void assertRefused(Outcome outcome, String... said) {
    assertThat(outcome.code()).as(outcome.toString()).isEqualTo(2);
    assertThat(outcome.err()).contains(said).hasLineCount(1);
  }
}
