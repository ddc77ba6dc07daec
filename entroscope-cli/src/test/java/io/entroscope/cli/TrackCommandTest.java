package io.entroscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.entroscope.cli.Cli.Outcome;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.ResultJson;
import io.entroscope.result.TrainingHistory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints of one network, here the same one twice, become entropy over training. */
class TrackCommandTest {
  @TempDir private Path folder;

  private Path checkpoint(String name) throws IOException {
    return Files.copy(Path.of(Cli.MODEL), folder.resolve(name));
  }

  @Test
  void checkpointsInAFolderAreTakenInOrderOfTheirEpochs() throws IOException {
    checkpoint("net-epoch-10.onnx");
    checkpoint("net-epoch-2.onnx");
    Path out = folder.resolve("out");
    Outcome outcome =
        Cli.run("track", folder, "--data", Cli.SAMPLE, "--limit", "200", "--out", out, "--quiet");

    assertThat(outcome.code()).as(outcome.toString()).isZero();
    AnalysisResult result = ResultJson.read(out.resolve("result.json"));
    TrainingHistory history = Objects.requireNonNull(result.training());
    assertThat(history.epochs())
        .extracting(TrainingHistory.Epoch::epoch)
        .containsExactly(2.0, 10.0);
    assertThat(history.layers()).containsExactly("fc1", "fc2", "fc3");
    assertThat(history.images()).isEqualTo(200);
    assertThat(out.resolve("report.html")).exists();
  }

  @Test
  void epochsAreTestedInPairsOfTheSameImages() throws IOException {
    checkpoint("net-epoch-1.onnx");
    checkpoint("net-epoch-2.onnx");
    Path out = folder.resolve("out");
    Outcome outcome =
        Cli.run(
            "track",
            folder.resolve("net-epoch-1.onnx"),
            folder.resolve("net-epoch-2.onnx"),
            "--data",
            Cli.SAMPLE,
            "--out",
            out);
    assertThat(outcome.code()).as(outcome.toString()).isZero();
    assertThat(outcome.out()).contains("in pairs of the same 1,000 images").contains("+0.0000");
    List<TrainingHistory.Epoch> epochs =
        Objects.requireNonNull(ResultJson.read(out.resolve("result.json")).training()).epochs();
    assertThat(epochs.get(0).sincePrevious()).isNull();
    List<TrainingHistory.Change> changes = Objects.requireNonNull(epochs.get(1).sincePrevious());
    assertThat(changes)
        .extracting(TrainingHistory.Change::layer)
        .containsExactly(null, "fc1", "fc2", "fc3");
    assertThat(changes).allMatch(change -> change.change() == 0);
    assertThat(changes.get(0).mcNemar()).isEqualTo(1);
  }

  @Test
  void aCheckpointWithoutAnEpochIsRefused() throws IOException {
    Path model = checkpoint("final.onnx");
    Path out = folder.resolve("out");
    Outcome outcome = Cli.run("track", model, "--data", Cli.SAMPLE, "--out", out, "--quiet");

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains("final.onnx", "number").hasLineCount(1);
    assertThat(out).doesNotExist();
  }

  @Test
  void whereNothingCanBeWrittenNothingIsAnalysed() throws IOException {
    Path model = checkpoint("net-epoch-1.onnx");
    Path out = Files.writeString(folder.resolve("out"), "a file");
    Outcome outcome = Cli.run("track", model, "--data", Cli.SAMPLE, "--out", out);

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains("is a file").doesNotContain("accuracy").hasLineCount(1);
  }
}
