package io.entroscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.entroscope.cli.Cli.Outcome;
import io.entroscope.core.prune.EditedModel;
import io.entroscope.onnx.OnnxModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo's network beside itself without a layer, on the same images and on others. */
class CompareCommandTest {
  private static final Path MODEL = Path.of(Cli.MODEL);

  @TempDir private Path folder;

  private Path analyzed(Path model, String name, String... more) {
    List<Object> args = new ArrayList<>(List.of("analyze", model, "--data", Cli.SAMPLE, "--quiet"));
    args.addAll(Arrays.asList(more));
    args.addAll(List.of("--out", folder.resolve(name)));
    Outcome outcome = Cli.run(args.toArray());
    assertThat(outcome.code()).as(outcome.err()).isZero();
    return folder.resolve(name).resolve("result.json");
  }

  private Path without(String layer) {
    Path file = folder.resolve("without.onnx");
    EditedModel.drop(OnnxModel.read(MODEL), List.of(layer)).model().write(file);
    return file;
  }

  @Test
  void aLayerThatIsGoneIsAGapAndTheSameImagesArePaired() throws IOException {
    Path whole = analyzed(MODEL, "whole");
    Path less = analyzed(without("fc2"), "less");
    Path page = folder.resolve("page.html");
    Outcome text = Cli.run("compare", whole, less, "--out", page);
    assertThat(text.code()).as(text.err()).isZero();
    assertThat(text.out())
        .contains("in pairs, on the same 1,000", "McNemar's p = ", "page  " + page)
        .containsPattern("fc2 +there +gone")
        .containsPattern("fc1 .* by weights");
    assertThat(text.out().lines().filter(line -> !line.contains(folder.toString())))
        .allMatch(line -> line.length() <= 80);
    assertThat(Files.readString(page))
        .contains("It lacks fc2.", "{\"label\":\"fc2\",\"at\":[1,-1]}");

    JsonNode against =
        JsonMapper.builder()
            .build()
            .readTree(Cli.run("compare", whole, less, "--json").out())
            .get("against")
            .get(0);
    assertThat(against.get("images").asText()).isEqualTo("same");
    assertThat(against.get("commonImages").asInt()).isEqualTo(1000);
    assertThat(against.get("gone").get(0).asText()).isEqualTo("fc2");
    assertThat(against.get("differences"))
        .extracting(of -> of.get("of").asText() + " " + of.path("layer").asText())
        .containsExactly(
            "accuracy ",
            "pattern-entropy fc1",
            "image-entropy fc1",
            "pattern-entropy fc3",
            "image-entropy fc3");
    assertThat(against.get("differences")).allMatch(of -> of.get("paired").asBoolean());
    assertThat(against.get("differences").get(1).get("change").asDouble()).isZero();
  }

  @Test
  void otherImagesAreComparedAsIndependent() {
    Path some = analyzed(MODEL, "some", "--classes", "0,1,2,3");
    Path others = analyzed(MODEL, "others", "--classes", "4,5,6,7");
    Outcome text = Cli.run("compare", some, others);
    assertThat(text.out()).contains("on different images, as independent samples");
    assertThat(text.out()).doesNotContain("McNemar", "page ", "image entropy");
  }
}
