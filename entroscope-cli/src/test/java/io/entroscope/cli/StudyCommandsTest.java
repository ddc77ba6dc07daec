package io.entroscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entroscope.cli.Cli.Outcome;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.block.Block;
import io.entroscope.onnx.block.Blocks;
import io.entroscope.onnx.block.BypassBlock;
import io.entroscope.testing.BrightRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The studies that train many networks, here very small ones. */
class StudyCommandsTest {
  @TempDir private static Path folder;

  @BeforeAll
  static void images() {
    BrightRows.THREE.write(folder, "train", 600, 1);
    BrightRows.THREE.write(folder, "t10k", 300, 2);
  }

  private static Outcome done(Object... args) {
    Outcome outcome = Cli.run(args);
    assertThat(outcome.code()).as(outcome.toString()).isZero();
    return outcome;
  }

  /** A folder with a residual network, net.onnx. */
  private Path residual(String name, String architecture, int epochs) throws IOException {
    Path models = Files.createDirectory(folder.resolve(name));
    Path file = models.resolve("net.onnx");
    List<Object> words = new ArrayList<>(List.of("train", architecture, "--data", folder));
    words.addAll(List.of("--out", file, "--epochs", epochs, "--batch", 30, "--threads", 1));
    words.add("--quiet");
    done(words.toArray());
    return models;
  }

  private Object[] judgeBlocks(Path models, Path out, Object... more) {
    List<Object> words = new ArrayList<>(List.of("judge", "--blocks", "--models", models));
    words.addAll(List.of("--data", folder, "--out", out));
    words.addAll(List.of(more));
    words.addAll(List.of("--threads", 1, "--json"));
    return words.toArray();
  }

  @Test
  void judgeSetsIndicatorsBesideWhatComesOfThem() throws IOException {
    Path models = Files.createDirectory(folder.resolve("models"));
    for (int seed = 1; seed <= 2; seed++) {
      done(
          "train",
          "fc12 fc12 fc12",
          "--data",
          folder,
          "--out",
          models.resolve("net" + seed + ".onnx"),
          "--epochs",
          2,
          "--batch",
          30,
          "--seed",
          seed,
          "--threads",
          1,
          "--quiet");
    }
    Path out = folder.resolve("judged");
    Object[] judge = {
      "judge",
      "--models",
      models,
      "--data",
      folder,
      "--out",
      out,
      "--fine-tune",
      1,
      "--seeds",
      1,
      "--threads",
      1,
      "--json"
    };
    Outcome first = done(judge);
    JsonNode board = JsonMapper.builder().build().readTree(first.out());
    JsonNode rows = board.get("rows");

    assertThat(rows.findValuesAsText("indicator"))
        .contains("entropy step", "low on/off entropy", "size");
    assertThat(board.get("chance").get("regret").asDouble()).isGreaterThanOrEqualTo(0);
    for (JsonNode row : rows) {
      assertThat(row.get("networks").asInt()).isEqualTo(2);
      assertThat(row.get("tau").asDouble()).isBetween(-1.0, 1.0);
      assertThat(row.get("regret").asDouble()).isGreaterThanOrEqualTo(0);
    }
    JsonNode trials =
        JsonMapper.builder().build().readTree(out.resolve("net1--seed-1.json").toFile());
    assertThat(trials.findValuesAsText("layer")).containsExactly("fc2", "fc3");

    FileTime made = Files.getLastModifiedTime(out.resolve("net1--seed-1.json"));
    assertThat(done(judge).out()).isEqualTo(first.out());
    assertThat(Files.getLastModifiedTime(out.resolve("net1--seed-1.json"))).isEqualTo(made);
    Path copied = Files.createDirectory(folder.resolve("copied"));
    Files.writeString(
        copied.resolve("net3--seed-1.json"),
        Files.readString(out.resolve("net1--seed-1.json")).replace("net1", "net3"));
    Object[] also = java.util.Arrays.copyOf(judge, judge.length + 2);
    also[judge.length] = "--also";
    also[judge.length + 1] = copied;
    assertThat(done(also).out()).contains("\"networks\" : 3");
    Outcome other =
        Cli.run(
            "judge",
            "--models",
            models,
            "--data",
            folder,
            "--out",
            out,
            "--fine-tune",
            2,
            "--seeds",
            1);
    assertThat(other.code()).isEqualTo(2);
    assertThat(other.err()).contains("another --out");
  }

  @Test
  void judgeTakesResidualBlocksOut() throws IOException {
    Path models = residual("residual", "conv4 res4 res4 res4 res4/2 res4", 2);
    Path file = models.resolve("net.onnx");
    Path out = folder.resolve("judged-blocks");
    Object[] judge = judgeBlocks(models, out, "--fine-tune", 0);
    Outcome first = done(judge);
    JsonNode board = JsonMapper.builder().build().readTree(first.out()).get("blocks");
    assertThat(board.get("rows").findValuesAsText("indicator"))
        .contains("low influence", "high recoverability", "size", "depth");
    assertThat(board.get("layers").asInt()).isEqualTo(4);

    JsonNode made = JsonMapper.builder().build().readTree(out.resolve("net--none.json").toFile());
    JsonNode trials = made.get("singles");
    assertThat(trials.findValuesAsText("layer"))
        .containsExactly("layer1.0", "layer1.1", "layer1.2", "layer2.1");
    OnnxModel whole = OnnxModel.read(file);
    for (JsonNode trial : trials) {
      assertThat(trial.get("epochs").asInt()).isZero();
      List<Block> named = Blocks.select(Blocks.find(whole), trial.get("layer").asText());
      Path cut = folder.resolve("cut.onnx");
      BypassBlock.of(named).apply(whole).write(cut);
      String analysed = done("analyze", cut, "--data", folder, "--threads", 1, "--json").out();
      assertThat(JsonMapper.builder().build().readTree(analysed).get("accuracy").asDouble())
          .isEqualTo(trial.get("accuracyWithout").asDouble());
    }
    for (JsonNode set : made.get("sets")) {
      assertThat(set.get("out")).hasSize((int) (4 * set.get("share").asDouble()));
      if (set.get("choice").asText().equals("depth") && set.get("share").asDouble() == 0.5) {
        assertThat(set.get("out").toString()).isEqualTo("[\"layer1.2\",\"layer2.1\"]");
      }
    }
    assertThat(made.get("sets").findValuesAsText("choice"))
        .contains("least influence of a span", "as prune chooses", "depth", "random");
    assertThat(done(judge).out()).isEqualTo(first.out());
    Object[] linear = java.util.Arrays.copyOf(judge, judge.length + 2);
    linear[judge.length] = "--repair";
    linear[judge.length + 1] = "linear";
    assertThat(done(linear).out()).contains("\"repair\" : \"linear\"");
    assertThat(out.resolve("blocks.md"))
        .content()
        .contains("## Without repair", "## With maps", "### 25% of the whole blocks at once");
    linear[judge.length + 1] = "prayer";
    Outcome refused = Cli.run(linear);
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains("--repair 'prayer' is none; choose from none, linear");
  }

  @Test
  void judgeTrainsWhatIsLeftOfResidualNetworks() throws IOException {
    Path models = residual("tuned", "conv4 res4 res4 res4 res4", 1);
    Path out = folder.resolve("judged-tuned");
    List<Object> judge =
        List.of(judgeBlocks(models, out, "--fine-tune", 1, "--limit", 40, "--shares", "0.5"));
    JsonNode board = JsonMapper.builder().build().readTree(done(judge.toArray()).out());
    assertThat(board.get("repair").asText()).isEqualTo("fine-tune");
    assertThat(board.get("sets").findValuesAsText("share")).containsExactly("0.0", "0.5");

    Path file = out.resolve("net--fine-tune.json");
    JsonNode made = JsonMapper.builder().build().readTree(file.toFile());
    assertThat(made.get("trained").asInt()).isEqualTo(40);
    assertThat(made.get("singles").findValuesAsText("epochs")).hasSize(4).containsOnly("1");
    assertThat(made.get("sets").findValuesAsText("share")).isNotEmpty().containsOnly("0.5");
    assertThat(out.resolve("blocks.md")).content().contains("## Trained on", "1 × 40 images");

    List<Object> more = new ArrayList<>(judge);
    more.set(more.indexOf("--fine-tune") + 1, 2);
    Outcome refused = Cli.run(more.toArray());
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains("another --out");
  }

  @Test
  void judgeAddsWhatFilesOfOldTrialsLack() throws IOException {
    Path models = residual("old", "conv4 res4 res4 res4 res4", 1);
    Path out = folder.resolve("judged-old");
    Object[] judge = judgeBlocks(models, out, "--fine-tune", 0);
    String whole = done(judge).out();
    Path file = out.resolve("net--none.json");
    ObjectNode trials = (ObjectNode) JsonMapper.builder().build().readTree(file.toFile());
    ArrayNode halves = trials.arrayNode();
    for (JsonNode set : trials.get("sets")) {
      if (set.get("share").asDouble() == 0.5 && !set.get("choice").asText().contains("prune")) {
        halves.add(((ObjectNode) set.deepCopy()).without("share"));
      }
    }
    trials.set("sets", halves);
    Files.writeString(file, trials.toString());
    assertThat(done(judge).out()).isEqualTo(whole);

    trials.withArray("singles").forEach(of -> ((ObjectNode) of).put("accuracyWhole", 0.123));
    Files.writeString(file, trials.toString());
    Outcome refused = Cli.run(judge);
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains("made with other examples or options");
  }

  @Test
  void depthNamesTheSmallestThatCannotBeToldFromTheBest() {
    Path out = folder.resolve("depth");
    Object[] depth = {
      "depth",
      "--fc",
      "2..3",
      "--width",
      12,
      "--seeds",
      2,
      "--batch",
      60,
      "--epochs",
      2,
      "--data",
      folder,
      "--out",
      out,
      "--threads",
      1
    };
    Outcome first = done(depth);

    assertThat(first.out()).contains("FC layers", "The smallest number", "entropy by layer");
    assertThat(out.resolve("fc3-seed2.json")).exists();
    assertThat(done(depth).out()).isEqualTo(first.out());
    assertThat(Cli.run("depth", "--fc", "1..2", "--data", folder, "--out", out).err())
        .contains("--fc 1..2");
  }
}
