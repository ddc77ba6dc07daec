package io.entroscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.entroscope.cli.Cli.Outcome;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.ResultJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Training from the command line, on the demo's images. */
class TrainCommandTest {
  @TempDir private Path folder;

  @TempDir private Path data;

  /** The demo has test images alone; here they are trained on too. */
  @BeforeEach
  void imagesOfBothParts() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(Cli.SAMPLE))) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        Files.copy(file, data.resolve(name));
        if (name.startsWith("t10k")) {
          Files.copy(file, data.resolve(name.replace("t10k", "train")));
        }
      }
    }
  }

  private Outcome train(Path out, String... more) {
    String[] start = {
      "train",
      "conv4",
      "pool",
      "fc16",
      "--data",
      data.toString(),
      "--out",
      out.toString(),
      "--batch",
      "32",
      "--threads",
      "1"
    };
    Object[] args = Stream.concat(Arrays.stream(start), Arrays.stream(more)).toArray();
    return Cli.run(args);
  }

  @Test
  void aTrainedModelIsTrackedAndAnalysed() {
    Path model = folder.resolve("model.onnx");
    Path track = folder.resolve("track");
    Outcome outcome = train(model, "--epochs", "3", "--track", track.toString());

    assertThat(outcome.code()).as(outcome.toString()).isZero();
    assertThat(outcome.out()).contains("epoch 3/3: loss ", "validation accuracy", "wrote ");
    assertThat(OnnxModel.read(model).metadata())
        .containsEntry(
            "entroscope.architecture",
            "conv4 pool fc16 (Relu, normalisation: convolutions, dropout 0.0)");
    AnalysisResult tracked = ResultJson.read(track.resolve("result.json"));
    assertThat(tracked.training().epochs())
        .extracting(epoch -> epoch.epoch())
        .containsExactly(1.0, 2.0, 3.0);
    assertThat(track.resolve("report.html")).exists().content().contains("<h1>model.onnx");
    assertThat(tracked.model().sha256()).isEqualTo(OnnxModel.read(model).sha256());
    assertThat(tracked.model().path()).isEqualTo(model.toString());
    assertThat(tracked.data().classImages()).containsOnly(100L);
    Outcome advised = Cli.run("advise", track.resolve("result.json"));
    assertThat(advised.code()).as(advised.err()).isZero();
    Outcome analysed =
        Cli.run("analyze", model, "--data", data, "--out", folder.resolve("out"), "--quiet");
    assertThat(analysed.code()).as(analysed.err()).isZero();
  }

  @Test
  void blocksOfATrainedNetworkAreListedByName() {
    Path model = folder.resolve("vit.onnx");
    Outcome trained =
        Cli.run(
            "train",
            "patch7",
            "vit32x2",
            "--data",
            data,
            "--out",
            model,
            "--epochs",
            "1",
            "--threads",
            "1",
            "--quiet");
    assertThat(trained.code()).as(trained.err()).isZero();
    Outcome listed = Cli.run("layers", "--blocks", model);
    assertThat(listed.code()).as(listed.err()).isZero();
    assertThat(listed.out())
        .contains("blocks.0.attention ", "blocks.0.mlp ", "blocks.1.attention ", "blocks.1 ");
  }

  @Test
  void aTrainedModelIsTrainedFurther() {
    Path first = folder.resolve("first.onnx");
    assertThat(train(first, "--epochs", "1", "--quiet").code()).isZero();
    Outcome further =
        Cli.run(
            "train",
            first,
            "--data",
            data,
            "--out",
            folder.resolve("second.onnx"),
            "--epochs",
            "1",
            "--batch",
            "32",
            "--threads",
            "1",
            "--lr",
            "0.01",
            "--optimizer",
            "adamw",
            "--quiet");
    assertThat(further.code()).as(further.err()).isZero();
    assertThat(OnnxModel.read(folder.resolve("second.onnx")).metadata())
        .containsEntry("entroscope.architecture", first.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "conv4 pol|at character 7, 'pol': expected conv<channels>",
        "conv4 pool pool pool pool pool|pooling number 5",
        "conv4 rez8|the nearest is res<channels>",
        "resnet21|(the nearest is resnet20",
        "patch5 vit32x1|patch5 does not divide 28x28 pixels",
        "missing.onnx|no model at missing.onnx"
      })
  void whatCannotBeTrainedIsToldInOneLine(String what, String message) throws IOException {
    Outcome outcome = Cli.run("train", what, "--data", data, "--out", folder.resolve("x.onnx"));
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err().lines()).hasSize(1).allMatch(line -> line.contains(message));
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1})
  void aLimitThatLeavesNothingIsRefused(int limit) {
    Outcome outcome =
        Cli.run(
            "train", "fc8", "--data", data, "--limit", limit, "--out", folder.resolve("x.onnx"));
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains("--limit " + limit + " leaves no images").hasLineCount(1);
  }

  @Test
  void divergenceIsAFailureOfTheTraining() {
    Outcome outcome =
        train(folder.resolve("x.onnx"), "--norm", "none", "--lr", "1e30", "--schedule", "constant");
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).contains("the loss is ", "lower learning rate");
  }

  @Test
  void testImagesThatAreDamagedAreNotTakenForMissing() throws IOException {
    Path images;
    try (Stream<Path> files = Files.list(data)) {
      images =
          files
              .filter(file -> file.getFileName().toString().startsWith("t10k-images"))
              .findFirst()
              .orElseThrow();
    }
    byte[] whole = Files.readAllBytes(images);
    for (byte[] damaged : new byte[][] {Arrays.copyOf(whole, whole.length / 2), new byte[64]}) {
      Files.write(images, damaged);
      Outcome outcome = train(folder.resolve("x.onnx"), "--epochs", "1", "--quiet");
      assertThat(outcome.code()).as(outcome.toString()).isEqualTo(2);
      assertThat(outcome.err()).contains("t10k-images").hasLineCount(1);
      assertThat(folder.resolve("x.onnx")).doesNotExist();
    }
  }

  @Test
  void withoutTestImagesItTrainsAllTheSame() throws IOException {
    try (Stream<Path> files = Files.list(data)) {
      for (Path file :
          files.filter(of -> of.getFileName().toString().startsWith("t10k")).toList()) {
        Files.delete(file);
      }
    }
    Outcome outcome = train(folder.resolve("x.onnx"), "--epochs", "1");
    assertThat(outcome.code()).as(outcome.toString()).isZero();
    assertThat(outcome.out()).contains("no test images of their own");
  }
}
