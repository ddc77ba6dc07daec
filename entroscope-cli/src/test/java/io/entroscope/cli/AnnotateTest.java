package io.entroscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.entroscope.onnx.OnnxModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A copy of a model with what was measured in its metadata. */
class AnnotateTest {
  @TempDir private Path folder;

  @Test
  void holdsTheValuesAndIsTheSameNetwork() throws IOException {
    Path out = folder.resolve("out");
    assertThat(
            Cli.run("analyze", Cli.MODEL, "--data", Cli.SAMPLE, "--limit", "60", "--out", out)
                .code())
        .isZero();
    Path copy = folder.resolve("copy.onnx");
    Cli.Outcome outcome = Cli.run("report", out, "--annotate", copy);
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out()).endsWith(copy + System.lineSeparator());
    OnnxModel model = OnnxModel.read(Path.of(Cli.MODEL));
    OnnxModel annotated = OnnxModel.read(copy);
    assertThat(annotated.metadata())
        .containsAllEntriesOf(model.metadata())
        .containsEntry("entroscope.analysis.normalizer", "log")
        .hasEntrySatisfying(
            "entroscope.analysis.fc1.patternEntropyNormalized",
            value -> assertThat(Double.parseDouble(value)).isBetween(0.4, 0.9));
    assertThat(annotated.withMetadata(model.metadata()).proto().getGraph())
        .isEqualTo(model.proto().getGraph());

    Path another = copy.resolveSibling("another.onnx");
    Cli.Outcome other = Cli.run("report", out, "--annotate", another, "--model", copy);
    assertThat(other.code()).isEqualTo(2);
    assertThat(other.err()).contains("is another model than the one of");

    byte[] kept = Files.readAllBytes(out.resolve("result.json"));
    Path result = out.resolve("result.json");
    for (Path read : List.of(result, copy)) {
      Cli.Outcome lost = Cli.run("report", out, "--annotate", read, "--model", copy);
      assertThat(lost.code()).isEqualTo(2);
      assertThat(lost.err()).contains("would be lost by writing to it; give another --annotate");
    }
    assertThat(result).hasBinaryContent(kept);
  }
}
