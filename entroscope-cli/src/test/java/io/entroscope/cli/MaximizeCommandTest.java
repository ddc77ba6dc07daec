package io.entroscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.entroscope.cli.Cli.Outcome;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.LayerResult;
import io.entroscope.result.Maximization;
import io.entroscope.result.ResultJson;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Activation maximization on the demo's model. */
class MaximizeCommandTest {
  @TempDir private Path folder;

  @Test
  void imagesAreDrawnAndPutIntoTheResult() throws IOException {
    Path out = folder.resolve("out");
    assertThat(
            Cli.run(
                    "analyze",
                    Cli.MODEL,
                    "--data",
                    Cli.SAMPLE,
                    "--out",
                    out,
                    "--limit",
                    "50",
                    "--quiet")
                .code())
        .isZero();
    Outcome outcome =
        Cli.run(
            "maximize",
            Cli.MODEL,
            "--layer",
            "fc3",
            "--units",
            "3,7",
            "--out",
            out,
            "--steps",
            "60");
    assertThat(outcome.code()).as(outcome.toString()).isZero();
    assertThat(outcome.out()).contains("unit 3: ", "unit 7: ", "maximized-fc3.png");
    assertThat(ImageIO.read(out.resolve("maximized-fc3.png").toFile()).getWidth()).isEqualTo(171);

    AnalysisResult result = ResultJson.read(out.resolve("result.json"));
    LayerResult layer =
        result.layers().stream().filter(one -> one.name().equals("fc3")).findFirst().orElseThrow();
    assertThat(layer.maximization().units())
        .extracting(Maximization.Unit::unit)
        .containsExactly(3, 7);
    for (Maximization.Unit unit : layer.maximization().units()) {
      double[] seen =
          Arrays.stream(layer.samples()).mapToDouble(one -> one[unit.unit()]).sorted().toArray();
      assertThat(unit.activation())
          .as("the logit of digit %d, against real images", unit.unit())
          .isGreaterThan(seen[seen.length * 8 / 10]);
      assertThat(unit.highestSeen()).isEqualTo(seen[seen.length - 1]);
      byte[] png = Base64.getDecoder().decode(unit.png());
      assertThat(ImageIO.read(new ByteArrayInputStream(png)).getHeight()).isEqualTo(28);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fc9|0|no layer 'fc9'",
        "fc|0|means 3 layers; name one",
        "fc3|0-10|it has 0 to 9",
        "fc3|x|'x' is no unit",
        "fc3|5-2|there are no units 5-2"
      })
  void whatDoesNotExistIsToldInOneLine(String layer, String units, String message) {
    Path out = folder.resolve("out");
    Outcome outcome =
        Cli.run("maximize", Cli.MODEL, "--layer", layer, "--units", units, "--out", out);
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err().lines()).hasSize(1).allMatch(line -> line.contains(message));
    assertThat(out).doesNotExist();
  }

  @Test
  void whereNothingCanBeWrittenIsToldBeforeAnythingElse() throws IOException {
    Path out = Files.writeString(folder.resolve("out"), "a file");
    Outcome outcome =
        Cli.run("maximize", Cli.MODEL, "--layer", "fc9", "--units", "0", "--out", out);
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains("is a file").hasLineCount(1);
  }
}
