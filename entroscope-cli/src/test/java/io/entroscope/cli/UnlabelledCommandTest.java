package io.entroscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.entroscope.cli.Cli.Outcome;
import io.entroscope.data.DataSpec;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.format.DataSets;
import io.entroscope.data.image.PixelImage;
import io.entroscope.result.AnalysisResult;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder of images that nothing says the classes of, through all that reads results. */
class UnlabelledCommandTest {
  private static final int IMAGES = 130;

  @TempDir private Path folder;
  private Path flat = Path.of("");

  @BeforeEach
  void writeImages() throws IOException {
    flat = Files.createDirectories(folder.resolve("images"));
    try (ImageDataSet data = DataSets.open(DataSpec.of(Path.of(Cli.SAMPLE)))) {
      for (int i = 0; i < IMAGES; i++) {
        ImageIO.write(picture(data.image(i)), "png", flat.resolve(i + ".png").toFile());
      }
    }
  }

  private static BufferedImage picture(PixelImage image) {
    BufferedImage picture = new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY);
    for (int y = 0; y < 28; y++) {
      for (int x = 0; x < 28; x++) {
        picture.getRaster().setSample(x, y, 0, image.value(0, y, x));
      }
    }
    return picture;
  }

  private static Outcome run(Object... args) {
    Outcome outcome = Cli.run(args);
    assertThat(outcome.code()).as(outcome.toString()).isZero();
    return outcome;
  }

  private Path analyzed(String name, Object... more) {
    Path out = folder.resolve(name);
    Object[] args =
        Stream.concat(
                Stream.of("analyze", Cli.MODEL, "--data", flat, "--batch", "32", "--out", out),
                Stream.of(more))
            .toArray();
    run(args);
    return out;
  }

  @Test
  void imagesWithoutClassFoldersAreOneClass() throws IOException {
    Path out = analyzed("out");
    JsonNode result = JsonMapper.builder().build().readTree(out.resolve("result.json").toFile());
    assertThat(result.has("accuracy")).isFalse();
    assertThat(result.has("confusion")).isFalse();
    assertThat(result.at("/data/labelled").asBoolean(true)).isFalse();
    assertThat(result.at("/data/classes/0").asText()).isEqualTo("all");
    assertThat(result.at("/data/images").asInt()).isEqualTo(IMAGES);
    assertThat(result.get("meanConfidence").asDouble()).isGreaterThan(0.9);
    assertThat(result.at("/images/predicted").asText()).isNotEmpty();
    try (InputStream schema =
        AnalysisResult.class.getResourceAsStream("schema/result-1.schema.json")) {
      assertThat(
              JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(schema).validate(result))
          .isEmpty();
    }
    assertThat(Files.readString(out.resolve("report.html")))
        .contains("no accuracy", "the data have no labels");
  }

  @Test
  void shardsAndASecondRunGiveTheSameBytes() throws IOException {
    byte[] whole = Files.readAllBytes(analyzed("whole").resolve("result.json"));
    Path states = folder.resolve("states");
    for (String part : new String[] {"1/2", "2/2"}) {
      run(
          "analyze", Cli.MODEL, "--data", flat, "--batch", "32", "--shard", part, "--out", states,
          "--quiet");
    }
    run(
        "merge",
        states.resolve("shard-1-of-2.state"),
        states.resolve("shard-2-of-2.state"),
        "--out",
        folder.resolve("merged"));
    run("analyze", "--again", folder.resolve("whole"), "--out", folder.resolve("again"));
    for (String same : new String[] {"merged", "again"}) {
      assertThat(Files.readAllBytes(folder.resolve(same).resolve("result.json")))
          .as(same)
          .isEqualTo(whole);
    }
  }

  @Test
  void labelsCanBeLeftAside() throws IOException {
    Path out = folder.resolve("aside");
    Outcome outcome = run("analyze", Cli.MODEL, "--data", Cli.SAMPLE, "--unlabelled", "--out", out);
    assertThat(outcome.out().replaceAll("\\s+", " "))
        .contains("accuracy not known (1,000 images", "all examples are taken as one class");
  }

  @Test
  void everythingThatReadsResultsTakesThem() {
    Path one = analyzed("one", "--indicators");
    Path two = folder.resolve("two");
    run("analyze", Cli.MODEL, "--data", Cli.SAMPLE, "--limit", "200", "--out", two);
    assertThat(run("compare", one, two, "--out", folder.resolve("c.html")).out())
        .contains("not known", "accuracies not known;");
    assertThat(run("compare", one, one).out()).contains("accuracies not known;");
    assertThat(run("advise", one).out().replaceAll("\\s+", " "))
        .contains("is not known of this result, since its data have no labels");
    run("report", one, "--format", "svg,csv", "--out", folder.resolve("figures"));
    assertThat(folder.resolve("figures")).isDirectoryRecursivelyContaining("glob:**/*.svg");
  }

  @Test
  void whatNeedsLabelsAsksForThem() {
    Outcome outcome =
        Cli.run(
            "prune", Cli.MODEL, "--drop", "fc2", "--data", flat, "--out", folder.resolve("p.onnx"));
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err().strip()).hasLineCount(1).contains("holds no class folders");
  }
}
