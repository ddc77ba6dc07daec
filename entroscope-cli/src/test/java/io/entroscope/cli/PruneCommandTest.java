package io.entroscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entroscope.cli.Cli.Outcome;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.layer.Layers;
import io.entroscope.testing.BrightRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Advice and pruning on a small network, trained here on small images of bright rows. */
class PruneCommandTest {
  @TempDir private static Path folder;

  private static Path model;

  @BeforeAll
  static void trains() {
    BrightRows.THREE.write(folder, "train", 900, 1);
    BrightRows.THREE.write(folder, "t10k", 600, 2);
    model = folder.resolve("model.onnx");
    Outcome trained =
        Cli.run(
            "train",
            "fc16 fc16",
            "--data",
            folder,
            "--out",
            model,
            "--epochs",
            3,
            "--batch",
            30,
            "--threads",
            1,
            "--quiet");
    assertThat(trained.code()).as(trained.toString()).isZero();
  }

  private static Path analyzed(String split) {
    Path out = folder.resolve("analysis-" + split);
    Outcome outcome =
        Cli.run(
            "analyze",
            model,
            "--data",
            folder,
            "--split",
            split,
            "--indicators",
            "--out",
            out,
            "--quiet");
    assertThat(outcome.code()).as(outcome.toString()).isZero();
    return out.resolve("result.json");
  }

  @Test
  void adviseRanksWhatCanGoAndSaysWhyTheRestStays() throws IOException {
    Path result = analyzed("train");
    Outcome text = Cli.run("advise", result);
    JsonNode json =
        JsonMapper.builder().build().readTree(Cli.run("advise", result, "--json").out());

    assertThat(text.code()).as(text.toString()).isZero();
    assertThat(text.out().replaceAll("\\s+", " "))
        .startsWith("If a layer is to go, fc2; it is the only one that can. ")
        .contains("fc1 stays:", "fc3 stays:", "effective rank", "linear probe")
        .contains("99% of the variance")
        .contains("depth did as well", "-0.00015 (95% -0.00039 to 0.00000)")
        .contains("MNIST and CIFAR-10")
        .doesNotContain("not checked");
    assertThat(json).hasSize(3);
    JsonNode first = json.get(0);
    assertThat(first.get("layer").asText()).isEqualTo("fc2");
    assertThat(first.get("rank").asInt()).isEqualTo(1);
    assertThat(first.get("indicator").asText()).isEqualTo("low saturation");
    assertThat(first.get("value").asDouble()).isBetween(0.0, 1.0);
    assertThat(first.get("surgery").get("how").asText()).isEqualTo("bypass");
    assertThat(first.get("action")).isNotNull();
    assertThat(first.get("savings").get("how").asText()).isEqualTo("bypass");
    assertThat(first.get("savings").get("parameters").asLong()).isEqualTo(16 * 16 + 16);
    assertThat(json.get(1).get("layer").asText()).isEqualTo("fc1");
    assertThat(json.get(1).get("action").asText()).isEqualTo("keep");
    assertThat(json.get(1).get("rank")).isNull();
  }

  @Test
  void adviceOnANetworkThatGuessesSaysSoFirst() {
    Path out = folder.resolve("guessing");
    Outcome analyzed =
        Cli.run(
            "analyze", model, "--data", folder, "--mean", 100, "--std", 0.001, "--out", out,
            "--quiet");
    assertThat(analyzed.code()).as(analyzed.toString()).isZero();
    assertThat(Cli.run("advise", out).out().replaceAll("\\s+", " "))
        .startsWith("The accuracy, 0.")
        .contains(
            "is near that of guessing, so nothing here says what a working network could do"
                + " without");
  }

  @Test
  void adviceWithoutTheModelSaysThatNothingWasChecked() throws IOException {
    Path moved = folder.resolve("moved").resolve("result.json");
    Files.createDirectories(moved.getParent());
    JsonMapper mapper = JsonMapper.builder().build();
    ObjectNode tree = (ObjectNode) mapper.readTree(analyzed("train").toFile());
    ((ObjectNode) tree.get("model")).put("path", folder.resolve("gone.onnx").toString());
    mapper.writeValue(moved.toFile(), tree);

    assertThat(Cli.run("advise", moved).out()).contains("was not checked", "--model");
    assertThat(Cli.run("advise", moved, "--model", model).out()).doesNotContain("not checked");
    Outcome other = Cli.run("advise", moved, "--model", Path.of("..", "demo", "mnist-3fc.onnx"));
    assertThat(other.code()).isEqualTo(2);
    assertThat(other.err()).contains("another model").hasLineCount(1);
  }

  @Test
  void aDroppedLayerIsGoneAndWhatIsLeftIsTrained() throws IOException {
    Path plain = folder.resolve("plain.onnx");
    Path tuned = folder.resolve("tuned.onnx");
    Outcome dropped =
        Cli.run("prune", model, "--drop", "fc2", "--data", folder, "--out", plain, "--json");
    Outcome trained =
        Cli.run(
            "prune",
            model,
            "--drop",
            "fc2",
            "--data",
            folder,
            "--out",
            tuned,
            "--fine-tune",
            3,
            "--threads",
            1,
            "--json");
    assertThat(dropped.code()).as(dropped.toString()).isZero();
    assertThat(trained.code()).as(trained.toString()).isZero();

    JsonMapper mapper = JsonMapper.builder().build();
    JsonNode before = mapper.readTree(dropped.out());
    JsonNode after = mapper.readTree(trained.out());
    assertThat(before.get("done").get(0).asText()).isEqualTo("fc2 bypassed");
    assertThat(before.get("images").asInt()).isEqualTo(600);
    assertThat(after.get("after").get("accuracy").asDouble())
        .isGreaterThanOrEqualTo(before.get("after").get("accuracy").asDouble())
        .isGreaterThan(0.9);
    assertThat(Layers.find(OnnxModel.read(tuned))).hasSize(2);
    assertThat(OnnxModel.read(tuned).graph().inputs().get(0).getName())
        .isEqualTo(OnnxModel.read(model).graph().inputs().get(0).getName());
    assertThat(OnnxModel.read(plain).sha256()).isNotEqualTo(OnnxModel.read(tuned).sha256());
  }

  @Test
  void whatIsRebuiltIsTrainedAnew() {
    Path out = folder.resolve("rebuilt.onnx");
    Outcome outcome =
        Cli.run(
            "prune",
            model,
            "--drop",
            "fc1",
            "--data",
            folder,
            "--out",
            out,
            "--fine-tune",
            3,
            "--rebuild",
            "--threads",
            1);

    assertThat(outcome.code()).as(outcome.toString()).isZero();
    assertThat(outcome.out()).contains("fc1 folded", "McNemar", "entropy fc1", "gone");
    assertThat(out).exists();
  }

  @Test
  void adviceIsFollowedOnlyAsFarAsValidationImagesBearIt() {
    Path out = folder.resolve("advised.onnx");
    Outcome outcome =
        Cli.run("prune", model, "--advised", analyzed("test"), "--data", folder, "--out", out);

    assertThat(outcome.code()).as(outcome.toString()).isZero();
    assertThat(outcome.err()).contains("the advice was read from test images");
    assertThat(outcome.err()).contains("fc2 stays: without it", "not within the margin of 0.005");
    assertThat(outcome.err()).contains("validation images are too few", "that takes 539");
    assertThat(outcome.out()).contains("nothing was written");
    assertThat(out).doesNotExist();
  }

  @Test
  void aMarginThatIsHeldLetsALayerGo() {
    Path out = folder.resolve("margin.onnx");
    Path result = analyzed("train");
    Outcome outcome =
        Cli.run(
            "prune",
            model,
            "--advised",
            result,
            "--data",
            folder,
            "--out",
            out,
            "--margin",
            0.1,
            "--fine-tune",
            3,
            "--threads",
            1);
    assertThat(outcome.code()).as(outcome.toString()).isZero();
    assertThat(outcome.err()).contains("fc2 goes: without it", "within the margin of 0.1");
    assertThat(Layers.find(OnnxModel.read(out))).hasSize(2);

    Outcome wrong =
        Cli.run("prune", model, "--advised", result, "--data", folder, "--out", out, "--margin", 0);
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err()).contains("margin").hasLineCount(1);
  }

  @Test
  void whatMakesNoSenseIsRefusedAndNothingIsWritten() {
    Path out = folder.resolve("none.onnx");
    Object[][] wrong = {
      {"--drop", "fc3", "last layer"},
      {"--drop", "fc9", "fc9"},
      {"--fine-tune", "1", "--drop NAME"},
    };
    for (Object[] args : wrong) {
      Outcome outcome = Cli.run("prune", model, args[0], args[1], "--data", folder, "--out", out);
      assertThat(outcome.code()).as(outcome.toString()).isEqualTo(2);
      assertThat(outcome.err()).contains((String) args[2]).hasLineCount(1);
    }
    Outcome untrained =
        Cli.run("prune", model, "--drop", "fc2", "--rebuild", "--data", folder, "--out", out);
    assertThat(untrained.code()).isEqualTo(2);
    assertThat(untrained.err()).contains("--fine-tune");
    assertThat(out).doesNotExist();
  }

  private static Outcome tuned(String out, Object... more) {
    Object[] start = {
      "prune",
      model,
      "--drop",
      "fc2",
      "--data",
      folder,
      "--out",
      folder.resolve(out),
      "--fine-tune",
      1,
      "--threads",
      1
    };
    return Cli.run(Stream.concat(Stream.of(start), Stream.of(more)).toArray());
  }

  @Test
  void aLimitHoldsForTheTrainingTooAndWhatWasDoneIsSaid() {
    Outcome all = tuned("all.onnx");
    assertThat(all.code()).as(all.toString()).isZero();
    assertThat(all.out()).containsPattern("(?s)tried\\); .* 2\\d\\d\\s+validation\\s+images");

    Outcome limited = tuned("limited.onnx", "--limit", 60, "--lr", 0.002, "--fine-tune-batch", 10);
    assertThat(limited.code()).as(limited.toString()).isZero();
    assertThat(limited.out())
        .contains("fine-tuned at learning rate 0.002;", "accuracy: 60 test images")
        .containsPattern("\\s1\\d\\s+validation\\s+images");

    Outcome classes = tuned("classes.onnx", "--classes", "0,1", "--per-class", 30);
    assertThat(classes.out())
        .contains("accuracy: 60 test images")
        .containsPattern(" 1\\d validation images");
  }

  @Test
  void aBatchLargerThanTheImagesIsToldWithTheOptionToChange() {
    Outcome outcome = tuned("batch.onnx", "--limit", 60, "--fine-tune-batch", 500);
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains("batches of 500", "--fine-tune-batch").hasLineCount(1);
    assertThat(folder.resolve("batch.onnx")).doesNotExist();
  }
}
