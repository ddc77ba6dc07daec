package io.entroscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.entroscope.cli.Cli.Outcome;
import io.entroscope.data.format.array.NpyWriter;
import io.entroscope.onnx.Attributes;
import io.entroscope.onnx.GraphBuilder;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.TensorType;
import io.entroscope.onnx.block.Block;
import io.entroscope.onnx.block.Blocks;
import io.entroscope.testing.BrightRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Blocks of a small residual network with random weights, taken out on images of bright rows. */
class PruneBlocksCommandTest {
  private static final int CHANNELS = 4;
  private static final int SIDE = 9;

  @TempDir private static Path folder;
  private static Path model = Path.of("");

  @BeforeAll
  static void makes() {
    BrightRows.THREE.write(folder, "train", 300, 1);
    BrightRows.THREE.write(folder, "t10k", 150, 2);
    model = folder.resolve("model.onnx");
    network().write(model);
  }

  /** Three blocks that keep the shape, and one that projects. */
  private static OnnxModel network() {
    GraphBuilder graph = new GraphBuilder("network");
    Random random = new Random(3);
    String x = graph.input("image", TensorType.floats(-1, 1, SIDE, SIDE));
    x = relu(graph, convolution(graph, random, "stem", x, 1, CHANNELS, 3));
    for (int i = 0; i < 3; i++) {
      x = block(graph, random, "layer." + i, x, x, CHANNELS);
    }
    String skip = convolution(graph, random, "layer.3/down", x, CHANNELS, 6, 1);
    x = block(graph, random, "layer.3", x, skip, 6);
    String flat = graph.step("Flatten").inputs(x).add();
    int inputs = 6 * SIDE * SIDE;
    String weights =
        graph.floats("head.weight", new long[] {inputs, 3}, gaussian(random, inputs * 3, inputs));
    String bias = graph.floats("head.bias", new long[] {3}, new float[3]);
    String scores =
        graph.step("Gemm").named("/head/Gemm").inputs(flat, weights, bias).outputs("scores").add();
    return graph.output(scores, TensorType.floats(-1, 3)).build(17);
  }

  private static String block(
      GraphBuilder graph, Random random, String name, String x, String skip, int to) {
    String y = relu(graph, convolution(graph, random, name + "/conv1", x, CHANNELS, to, 3));
    y = convolution(graph, random, name + "/conv2", y, to, to, 3);
    return relu(graph, graph.step("Add").named("/" + name + "/Add").inputs(y, skip).add());
  }

  private static String relu(GraphBuilder graph, String x) {
    return graph.step("Relu").inputs(x).add();
  }

  private static String convolution(
      GraphBuilder graph, Random random, String name, String x, int from, int to, int kernel) {
    int inputs = from * kernel * kernel;
    String weights =
        graph.floats(
            name + ".weight",
            new long[] {to, from, kernel, kernel},
            gaussian(random, to * inputs, inputs));
    String bias = graph.floats(name + ".bias", new long[] {to}, new float[to]);
    long pad = kernel / 2;
    return graph
        .step("Conv")
        .named("/" + name + "/Conv")
        .inputs(x, weights, bias)
        .attribute(Attributes.of("pads", new long[] {pad, pad, pad, pad}))
        .add();
  }

  private static float[] gaussian(Random random, int count, int inputs) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (random.nextGaussian() / Math.sqrt(inputs));
    }
    return values;
  }

  private static Outcome prune(Path out, Object... more) {
    List<Object> args =
        new ArrayList<>(List.of("prune", model, "--data", folder, "--out", out, "--threads", 1));
    args.addAll(List.of(more));
    return Cli.run(args.toArray());
  }

  @Test
  void blocksThatChangeLeastGoAndOthersStandBeside() throws IOException {
    Path out = folder.resolve("two.onnx");
    Outcome outcome = prune(out, "--blocks", 2, "--draws", 2, "--json");
    assertThat(outcome.code()).as(outcome.toString()).isZero();
    JsonNode json = JsonMapper.builder().build().readTree(outcome.out());
    assertThat(json.get("networks").findValuesAsText("name"))
        .containsExactly(
            "whole", "pruned", "whole alike", "the last 2", "2 at random", "2 at random");
    // The head has random weights, so that any fitted one is better, of the whole network too.
    JsonNode alike = json.get("alike");
    JsonNode repaired = json.get("networks").get(2);
    assertThat(alike.get("accuracy")).isEqualTo(repaired.get("change").get("accuracy"));
    assertThat(alike.get("accuracy").asDouble())
        .isGreaterThan(json.get("networks").get(0).get("change").get("accuracy").asDouble());
    assertThat(repaired.get("out")).isEmpty();
    assertThat(json.get("notInferior").asBoolean())
        .isEqualTo(alike.get("worst").asDouble() > -0.005);
    assertThat(json.get("examples").asInt()).isEqualTo(150);
    assertThat(json.get("calibration").asInt()).isEqualTo(300);
    assertThat(json.get("worst").asDouble()).isBetween(-1.0, 1.0);
    JsonNode pruned = json.get("networks").get(1);
    assertThat(pruned.get("out")).hasSize(2);
    assertThat(pruned.get("change").get("accuracy").asDouble()).isBetween(0.0, 1.0);
    assertThat(pruned.get("multiplyAdds").asLong())
        .isLessThan(json.get("networks").get(0).get("multiplyAdds").asLong());
    assertThat(Blocks.find(OnnxModel.read(out))).hasSize(2);
  }

  @Test
  void theFirstLineSaysWhatCanBeReliedOn() {
    Path out = folder.resolve("named.onnx");
    Outcome outcome = prune(out, "--drop", "layer.1", "--repair", "none", "--draws", 0);
    assertThat(outcome.code()).as(outcome.toString()).isZero();
    assertThat(outcome.out().lines())
        .allMatch(line -> line.length() <= 80 || line.startsWith("model"));
    String words = outcome.out().replaceAll("\\s+", " ");
    assertThat(words)
        .containsPattern(
            "^Without 1 block the network (is shown to lose|loses|is not shown to lose|names more)")
        .contains("points on 150 test examples, at worst", "times as many examples a second");
    assertThat(words)
        .contains("layer.1 bypassed", "whole", "pruned", "the last 1", "multiply-adds")
        .contains("on 150 test examples that decided nothing; chosen and repaired on 300 others");
    assertThat(Blocks.find(OnnxModel.read(out))).extracting(Block::name).doesNotContain("layer.1");
  }

  @Test
  void whatIsLeftIsTrained() {
    Path out = folder.resolve("tuned.onnx");
    Outcome outcome =
        prune(out, "--drop", "layer.0", "--fine-tune", 2, "--draws", 0, "--margin", 0.1);
    assertThat(outcome.code()).as(outcome.toString()).isZero();
    assertThat(outcome.out().replaceAll("\\s+", " "))
        .contains("layer.0 bypassed", "fine-tuned at learning rate", "validation images")
        .contains("repaired as the pruned one was (trained on)");
    Outcome contradiction = prune(out, "--drop", "layer.0", "--fine-tune", 2, "--repair", "none");
    assertThat(contradiction.code()).isEqualTo(2);
    assertThat(contradiction.err()).contains("--fine-tune trains").hasLineCount(1);
  }

  @Test
  void adviceOnBlocksIsLedByWhatWasMeasuredOfThem() {
    Path out = folder.resolve("analysed");
    Cli.run("analyze", model, "--data", folder, "--out", out, "--indicators", "--threads", 1);
    Outcome unmeasured = Cli.run("advise", out);
    assertThat(unmeasured.code()).as(unmeasured.toString()).isZero();
    assertThat(unmeasured.out().replaceAll("\\s+", " "))
        .containsAnyOf("If a block is to go, layer.", "no order to advise for residual blocks")
        .contains("entroscope ablate")
        .doesNotContain("Measured on");

    Path ablated = folder.resolve("ablated");
    assertThat(Cli.run("ablate", model, "--data", folder, "--out", ablated).code()).isZero();
    Outcome named = Cli.run("advise", out, "--ablation", ablated);
    assertThat(named.out()).startsWith("If something is to go, layer.").contains("Measured on 150");
    assertThat(named.out()).endsWith(unmeasured.out());
    assertThat(Cli.run("advise", out, "--ablation", ablated, "--json").out())
        .contains("\"measured\" : {", "\"blocks\" : [", "\"layers\" : [");

    Path other = folder.resolve("other");
    Path smaller = folder.resolve("smaller.onnx");
    prune(smaller, "--drop", "layer.1", "--repair", "none", "--draws", 0);
    assertThat(Cli.run("ablate", smaller, "--data", folder, "--out", other).code()).isZero();
    Outcome refused = Cli.run("advise", out, "--ablation", other);
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains("is of another model than").hasLineCount(1);
  }

  @Test
  void onlyImagesAreTrainedOn() throws IOException {
    Path arrays = Files.createDirectory(folder.resolve("arrays"));
    NpyWriter.floats(
        arrays.resolve("image.npy"), new int[] {60, 1, SIDE, SIDE}, new float[60 * SIDE * SIDE]);
    NpyWriter.longs(arrays.resolve("labels.npy"), new int[] {60}, new long[60]);
    Path out = folder.resolve("trained.onnx");
    Outcome outcome =
        Cli.run("prune", model, "--blocks", 1, "--data", arrays, "--fine-tune", 1, "--out", out);
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err())
        .contains("fine-tuning trains on images alone", "--repair linear")
        .hasLineCount(1);
    assertThat(out).doesNotExist();
  }

  @Test
  void whatCannotGoIsRefusedInOneLine() {
    Path out = folder.resolve("none.onnx");
    Object[][] wrong = {
      {"--drop", "layer.9", "no block 'layer.9'; the nearest are layer."},
      {"--drop", "layer.3", "'layer.3' cannot be taken out"},
      {"--blocks", "4", "4 blocks are to go, but 1 to 3 can: layer.0, layer.1, layer.2"},
      {"--blocks", "0", "0 blocks are to go"},
      {"--max-loss", "1.5", "--max-loss 1.5; it is an accuracy"},
      {"--repair", "lineal", "say in one way what to take out"},
      {"--advised", "result.json", "--repair", "none", "--advised takes out fully connected"},
    };
    for (Object[] args : wrong) {
      int last = args.length - 1;
      Outcome outcome = prune(out, Arrays.copyOf(args, last));
      assertThat(outcome.code()).as(outcome.toString()).isEqualTo(2);
      assertThat(outcome.err()).contains((String) args[last]).hasLineCount(1);
    }
    Object[][] more = {
      {"--repair", "lineal", "--repair 'lineal' is none"},
      {"--kind", "attention", "no block of kind attention of the model can be taken out; it has"},
      {"--kind", "outer", "--kind 'outer' is none; choose from attention"},
      {"--calibrate", "5", "too few; give 20 or more"},
      {"--calibration", "nowhere", "nowhere"},
      {"--draws", "-1", "--draws -1"},
      {"--margin", "0", "--margin 0.0"},
      {"--drop", "layer.0", "say in one way what to take out"},
    };
    for (Object[] args : more) {
      Outcome outcome = prune(out, "--blocks", 1, args[0], args[1]);
      assertThat(outcome.code()).as(outcome.toString()).isEqualTo(2);
      assertThat(outcome.err()).contains((String) args[2]).hasLineCount(1);
    }
    assertThat(out).doesNotExist();
  }

  @Test
  void aModelWithoutBlocksSaysWhatItHasInstead() {
    Outcome outcome =
        Cli.run(
            "prune",
            Cli.MODEL,
            "--data",
            Path.of("..", "demo", "mnist-sample"),
            "--blocks",
            1,
            "--out",
            folder.resolve("none.onnx"));
    assertThat(outcome.code()).as(outcome.toString()).isEqualTo(2);
    assertThat(outcome.err()).contains("no residual blocks", "fc2", "--drop").hasLineCount(1);
  }
}
