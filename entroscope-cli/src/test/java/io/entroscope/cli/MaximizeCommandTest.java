package io.entroscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.entroscope.cli.Cli.Outcome;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.Tensors;
import io.entroscope.onnx.proto.GraphProto;
import io.entroscope.onnx.proto.TensorProto;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.ResultJson;
import io.entroscope.result.layer.LayerResult;
import io.entroscope.result.layer.Maximization;
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

  /** The demo's model with biases of its last layer that are no numbers. */
  private Path spoiled(int... units) throws IOException {
    OnnxModel model = OnnxModel.read(Path.of(Cli.MODEL));
    GraphProto.Builder graph = model.proto().getGraph().toBuilder();
    for (TensorProto.Builder tensor : graph.getInitializerBuilderList()) {
      if (tensor.getName().equals("fc3.bias")) {
        float[] bias = Tensors.floats(model, tensor.build());
        for (int unit : units) {
          bias[unit] = Float.NaN;
        }
        tensor.clear().mergeFrom(Tensors.ofFloats("fc3.bias", new long[] {10}, bias));
      }
    }
    return Files.write(
        folder.resolve("spoiled.onnx"),
        model.proto().toBuilder().setGraph(graph).build().toByteArray());
  }

  @Test
  void aUnitThatGivesNoNumberIsNamedAndTheOthersAreWritten() throws IOException {
    Path out = folder.resolve("out");
    Outcome outcome =
        Cli.run(
            "maximize",
            spoiled(3),
            "--layer",
            "fc3",
            "--units",
            "3,7",
            "--out",
            out,
            "--steps",
            "2");
    assertThat(outcome.code()).as(outcome.toString()).isEqualTo(1);
    assertThat(outcome.err().lines())
        .containsExactly(
            "entroscope: layer 'fc3': no finite activation from any start for unit 3; left out");
    assertThat(outcome.out()).contains("unit 7: ").doesNotContain("unit 3");
    assertThat(ImageIO.read(out.resolve("maximized-fc3.png").toFile()).getWidth()).isEqualTo(86);
  }

  @Test
  void whereNoUnitGivesANumberNothingIsWritten() throws IOException {
    Path out = folder.resolve("out");
    Outcome outcome =
        Cli.run(
            "maximize",
            spoiled(3, 7),
            "--layer",
            "fc3",
            "--units",
            "3,7",
            "--out",
            out,
            "--steps",
            "2");
    assertThat(outcome.code()).as(outcome.toString()).isEqualTo(1);
    assertThat(outcome.err().lines())
        .hasSize(1)
        .allMatch(line -> line.contains("from any start for units 3, 7; look for NaN"));
    assertThat(out).doesNotExist();
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
