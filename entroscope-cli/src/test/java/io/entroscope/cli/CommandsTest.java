package io.entroscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.entroscope.cli.Cli.Outcome;
import io.entroscope.onnx.GraphBuilder;
import io.entroscope.onnx.TensorType;
import io.entroscope.report.Report;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.ResultJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands on the demo's own model and images. */
class CommandsTest {
  @TempDir private Path folder;

  private final JsonMapper mapper = JsonMapper.builder().build();

  private Path analyzed(Object... more) {
    Path out = folder.resolve("out");
    Object[] args =
        java.util.stream.Stream.concat(
                java.util.stream.Stream.of(
                    "analyze", Cli.MODEL, "--data", Cli.SAMPLE, "--out", out),
                java.util.Arrays.stream(more))
            .toArray();
    Outcome outcome = Cli.run(args);
    assertThat(outcome.code()).as(outcome.toString()).isZero();
    return out;
  }

  @Test
  void analyzeWritesAValidResultAndItsReport() throws IOException {
    Path out = analyzed();

    assertThat(out.resolve("run.json")).exists();
    JsonNode json = mapper.readTree(out.resolve("result.json").toFile());
    try (InputStream schema =
        AnalysisResult.class.getResourceAsStream("schema/result-1.schema.json")) {
      assertThat(
              JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(schema).validate(json))
          .isEmpty();
    }
    assertThat(json.get("schema").asText()).isEqualTo("entroscope/result/1");
    assertThat(json.get("accuracy").asDouble()).isBetween(0.985, 0.999);
    assertThat(json.get("layers").findValuesAsText("name"))
        .containsExactly("conv1", "conv2", "fc1", "fc2", "fc3");
    AnalysisResult result = ResultJson.read(out.resolve("result.json"));
    assertThat(Files.readString(out.resolve("report.html"))).isEqualTo(Report.html(result));
  }

  @Test
  void quietPrintsNothingAndJsonPrintsTheResult() throws IOException {
    Outcome quiet =
        Cli.run(
            "analyze", Cli.MODEL, "--data", Cli.SAMPLE, "--out", folder.resolve("q"), "--quiet");
    Outcome json = Cli.run("analyze", Cli.MODEL, "--data", Cli.SAMPLE, "--json");

    assertThat(quiet.out() + quiet.err()).isEmpty();
    assertThat(json.code()).as(json.err()).isZero();
    assertThat(mapper.readTree(json.out()))
        .isEqualTo(mapper.readTree(folder.resolve("q").resolve("result.json").toFile()));
  }

  @Test
  void layersAreListedForPeopleAndPrograms() throws IOException {
    Outcome text = Cli.run("layers", Cli.MODEL);
    JsonNode rows = mapper.readTree(Cli.run("layers", Cli.MODEL, "--json").out());

    assertThat(text.out()).contains("fc1", "fully-connected", "401,664", "Relu", "[?,256]");
    assertThat(rows).hasSize(5);
    assertThat(rows.get(2).get("name").asText()).isEqualTo("fc1");
    assertThat(rows.get(2).get("units").asInt()).isEqualTo(256);
    assertThat(rows.get(2).get("parameters").asLong()).isEqualTo(401_664);
    assertThat(rows.get(2).get("preactivation").asBoolean()).isTrue();
    assertThat(rows.get(4).has("activation") && !rows.get(4).get("activation").isNull()).isFalse();
  }

  /** Programs read the list of layers from the output, and people the rest beside it. */
  @Test
  void whatIsNotLookedIntoIsSaidToProgramsToo() throws IOException {
    GraphBuilder graph = new GraphBuilder("net");
    String table = graph.floats("table", new long[] {5, 4}, new float[20]);
    String ids = graph.input("ids", TensorType.longs(-1));
    String vector = graph.node("Gather", List.of(table, ids));
    String head = graph.floats("head", new long[] {4, 2}, new float[8]);
    String out = graph.node("Gemm", List.of(vector, head));
    Path model = folder.resolve("embedding.onnx");
    graph.output(out, TensorType.floats(-1, 2)).build(17).write(model);

    Outcome json = Cli.run("layers", model, "--json");

    assertThat(mapper.readTree(json.out())).hasSize(1);
    assertThat(json.err()).contains("not looked into: 1 Gather");
    assertThat(Cli.run("layers", model).out()).contains("not looked into: 1 Gather");
  }

  @Test
  void reportDrawsTheSamePageAgain() throws IOException {
    Path out = analyzed("--limit", "200");
    byte[] first = Files.readAllBytes(out.resolve("report.html"));
    Outcome again = Cli.run("report", out.resolve("result.json"), "--out", folder.resolve("again"));

    assertThat(again.code()).as(again.err()).isZero();
    assertThat(Files.readAllBytes(folder.resolve("again").resolve("report.html"))).isEqualTo(first);
  }

  @Test
  void someClassesAreReportedByTheirNames() throws IOException {
    Path out = analyzed("--classes", "3,8", "--per-class", "30", "--at", "both");
    AnalysisResult result = ResultJson.read(out.resolve("result.json"));

    assertThat(result.data().classes()).containsExactly("3", "8");
    assertThat(result.data().classImages()).containsExactly(30L, 30L);
    assertThat(Files.readString(out.resolve("report.html"))).contains("2 classes");
  }

  @Test
  void theTableShowsEveryLayerAndTheVerdict() {
    Outcome outcome =
        Cli.run("analyze", Cli.MODEL, "--data", Cli.SAMPLE, "--out", folder.resolve("out"));

    assertThat(outcome.out())
        .contains("fc1", "fc2", "fc3", "conv2", "accuracy 0.99", "On average", "result.json")
        .contains("1,000 images");
  }

  @Test
  void helpNamesEveryCommand() {
    Outcome help = Cli.run("--help");

    assertThat(help.code()).isZero();
    assertThat(help.out()).contains("demo", "layers", "analyze", "report");
    assertThat(Cli.run("--version").out()).startsWith("entroscope ");
  }
}
