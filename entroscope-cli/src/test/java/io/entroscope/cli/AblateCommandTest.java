package io.entroscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.entroscope.cli.Cli.Outcome;
import io.entroscope.data.format.array.NpyWriter;
import io.entroscope.onnx.GraphBuilder;
import io.entroscope.onnx.TensorType;
import io.entroscope.result.ablation.AblationResult;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AblateCommandTest {
  private static final int EXAMPLES = 60;
  private static final int TOKENS = 5;
  private static final int VOCABULARY = 6;

  @TempDir private Path folder;
  private Path model;
  private Path data;
  private Path out;

  /** A model of tokens: an embedding, three feed-forward blocks, a score for each next token. */
  @BeforeEach
  void write() throws IOException {
    Random random = new Random(2);
    GraphBuilder b = new GraphBuilder("decoder");
    String ids = b.input("input_ids", TensorType.longs(-1, TOKENS));
    b.input("attention_mask", TensorType.longs(-1, TOKENS));
    String table = b.floats("embedding", new long[] {VOCABULARY, 4}, normal(random, 24));
    String x = b.node("Gather", List.of(table, ids));
    for (int i = 0; i < 3; i++) {
      String path = "model.decoder.layers." + i + ".mlp";
      String w = b.floats(path + ".weight", new long[] {4, 4}, normal(random, 16));
      String branch = b.node("Tanh", List.of(b.step("MatMul").inputs(x, w).add()));
      x = b.step("Add").inputs(x, branch).add();
    }
    String head = b.floats("head.weight", new long[] {4, VOCABULARY}, normal(random, 24));
    String logits = b.node("MatMul", List.of(x, head));
    model = folder.resolve("decoder.onnx");
    b.output(logits, TensorType.floats(-1, TOKENS, VOCABULARY)).build(13).write(model);
    data = Files.createDirectory(folder.resolve("data"));
    long[] tokens = new long[EXAMPLES * TOKENS];
    long[] mask = new long[tokens.length];
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] = random.nextInt(VOCABULARY);
      mask[i] = i % TOKENS < 2 + i / TOKENS % 4 ? 1 : 0;
    }
    NpyWriter.longs(data.resolve("input_ids.npy"), new int[] {EXAMPLES, TOKENS}, tokens);
    NpyWriter.longs(data.resolve("attention_mask.npy"), new int[] {EXAMPLES, TOKENS}, mask);
    out = folder.resolve("out");
  }

  private static float[] normal(Random random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  @Test
  void whatWasMeasuredLeadsTheAdvice() throws IOException {
    assertThat(Cli.run("ablate", model, "--data", data, "--out", out).code()).isZero();
    Outcome text = Cli.run("advise", out);
    assertThat(text.code()).as(text.err()).isZero();
    assertThat(text.out()).startsWith("If something is to go, model.decoder.layers.");
    assertThat(text.out()).contains("Measured on 60 examples");
    JsonNode measured =
        new ObjectMapper()
            .readTree(Cli.run("advise", out.resolve("ablation.json"), "--json").out())
            .get("measured");
    assertThat(measured.get("by").asText()).isEqualTo("kl");
    double before = -1;
    for (JsonNode removal : measured.get("removals")) {
      assertThat(removal.get("kl").asDouble()).isGreaterThanOrEqualTo(before);
      before = removal.get("kl").asDouble();
    }
    assertThat(measured.get("removals")).hasSize(3);
  }

  @Test
  void withoutAFolderTheJsonIsPrintedAndNothingWritten() throws IOException {
    Outcome printed = Cli.run("ablate", model, "--data", data, "--json", "--quiet");
    assertThat(printed.code()).as(printed.err()).isZero();
    Outcome written = Cli.run("ablate", model, "--data", data, "--out", out, "--json", "--quiet");
    assertThat(written.out()).isEqualTo(printed.out());
    assertThat(out.resolve("ablation.json")).hasContent(printed.out());
    assertThat(
            Cli.run("ablate", model, "--data", data, "--out", data.resolve("input_ids.npy")).err())
        .contains("input_ids.npy")
        .doesNotContain("\tat ");
  }

  @Test
  void aDecoderWithoutLabelsHasPerplexityFlipsAndSequences() throws IOException {
    Outcome outcome =
        Cli.run("ablate", model, "--data", data, "--out", out, "--sequence", 2, "--threads", 2);
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out()).startsWith("On 60 examples the fewest predictions flip without");
    assertThat(outcome.out().lines()).allMatch(line -> line.length() <= 80 || line.contains("/"));
    JsonNode result = new ObjectMapper().readTree(out.resolve("ablation.json").toFile());

    assertThat(result.get("schema").asText()).isEqualTo("entroscope/ablation/1");
    assertThat(result.at("/baseline/of").asText()).isEqualTo("token");
    assertThat(result.at("/baseline/mask").asText()).isEqualTo("attention_mask");
    assertThat(result.at("/baseline/perplexity").asDouble()).isGreaterThan(1);
    assertThat(result.get("removals")).hasSize(3);
    JsonNode removal = result.at("/removals/0");
    assertThat(removal.get("name").asText()).isEqualTo("model.decoder.layers.0.mlp");
    assertThat(removal.get("flips").asDouble()).isBetween(0.01, 1.0);
    assertThat(removal.at("/klInterval/low").asDouble())
        .isLessThanOrEqualTo(removal.get("kl").asDouble());
    assertThat(removal.get("perplexity").asDouble())
        .isNotEqualTo(result.at("/baseline/perplexity").asDouble());
    assertThat(removal.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(
            "depth",
            "name",
            "kind",
            "way",
            "parameters",
            "multiplyAdds",
            "share",
            "blockInfluence",
            "blockInfluenceInterval",
            "flips",
            "flipsInterval",
            "kl",
            "klInterval",
            "lossChange",
            "lossChangeInterval",
            "perplexity",
            "notFinite");
    assertThat(removal.get("blockInfluence").asDouble()).isPositive();
    assertThat(result.at("/sequence/curves")).hasSize(8);
    try (InputStream schema =
        AblationResult.class
            .getClassLoader()
            .getResourceAsStream("io/entroscope/result/schema/ablation-1.schema.json")) {
      assertThat(
              JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(schema).validate(result))
          .isEmpty();
    }
  }

  @Test
  void bytesAreTheSameForAnyNumberOfThreads() throws IOException {
    Path other = folder.resolve("other");
    Cli.run("ablate", model, "--data", data, "--out", out, "--threads", 1, "--batch", 7);
    Cli.run("ablate", model, "--data", data, "--out", other, "--threads", 3, "--batch", 7);

    assertThat(other.resolve("ablation.json")).hasSameBinaryContentAs(out.resolve("ablation.json"));
    assertThat(other.resolve("report.html")).hasSameBinaryContentAs(out.resolve("report.html"));
  }

  @Test
  void thePageIsDrawnAgainFromTheFile() throws IOException {
    Cli.run("ablate", model, "--data", data, "--out", out, "--sequence", 3, "--quiet");
    byte[] page = Files.readAllBytes(out.resolve("report.html"));
    Path other = folder.resolve("again");
    Outcome outcome = Cli.run("report", out.resolve("ablation.json"), "--out", other);

    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(other.resolve("report.html")).hasBinaryContent(page);
    assertThat(new String(page, StandardCharsets.UTF_8))
        .contains("model.decoder.layers.2.mlp", "class=\"curve greedy\"", "least influence")
        .doesNotContain("<script", "NaN", "Infinity");
    assertThat(Cli.run("report", out.resolve("ablation.json"), "--format", "svg").err())
        .contains("is an ablation, which is drawn by itself and as a page alone");
  }

  @Test
  void whatMakesNoSenseIsSaidInOneLineAndNothingIsWritten() throws IOException {
    refused("no data at", "ablate", model, "--data", folder.resolve("nowhere"), "--out", out);
    refused(
        "no candidates of kind 'attention'; it has feed-forward",
        "ablate",
        model,
        "--data",
        data,
        "--out",
        out,
        "--kinds",
        "attention");
    refused(
        "--sequence 9 is more than can be taken out; there are 3 candidates",
        "ablate",
        model,
        "--data",
        data,
        "--out",
        out,
        "--sequence",
        9);
    refused(
        "--draws is 2; give 5 or more random orders",
        "ablate",
        model,
        "--data",
        data,
        "--out",
        out,
        "--sequence",
        1,
        "--draws",
        2);
    Path broken = folder.resolve("broken.json");
    Files.writeString(broken, "{\"schema\": \"entroscope/ablation/1\", \"removals\": [");
    refused("is not a whole ablation file", "report", broken, "--out", out);
    Files.writeString(broken, "{\"schema\": \"entroscope/ablation/2\"}");
    refused("has the schema entroscope/ablation/2", "report", broken, "--out", out);
    assertThat(out).doesNotExist();
  }

  private static void refused(String message, Object... args) {
    Outcome outcome = Cli.run(args);
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains(message);
    assertThat(outcome.err().lines()).hasSize(1);
  }
}
