package io.entroscope.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Results on their way to a file and back. */
class ResultJsonTest {
  @TempDir Path folder;

  @Test
  void roundTripKeepsEverything() throws IOException {
    Path file = folder.resolve("deep/result.json");
    ResultJson.write(Results.full(), file);
    AnalysisResult read = ResultJson.read(file);
    assertThat(read).usingRecursiveComparison().isEqualTo(Results.full());
    assertThat(json(read)).isEqualTo(Files.readString(file)).endsWith("}\n");
    assertThat(file.getParent()).isDirectoryNotContaining(other -> !other.equals(file));
  }

  @Test
  void absentIsNullAndNullIsAbsent() throws IOException {
    Path file = folder.resolve("result.json");
    ResultJson.write(Results.full(), file);
    Files.writeString(
        file,
        Files.readString(file)
            .replaceAll(" *\"(patternEntropyStandardError|activation)\": (\"Relu\"|0.01),\n", ""));
    AnalysisResult read = ResultJson.read(file);
    assertThat(read.layers().get(0).facts().activation()).isNull();
    assertThat(read.layers().get(0).all().patternEntropy().standardError()).isNull();
    assertThat(json(read)).doesNotContain("null", "patternEntropyStandardError");
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void whatIsNotFiniteIsRefusedByName(float value) {
    Path file = folder.resolve("result.json");
    AnalysisResult result = Results.withPattern(new float[] {0.5f, value});
    assertThatThrownBy(() -> ResultJson.write(result, file))
        .isInstanceOf(ResultException.class)
        .hasMessageContaining("/layers/0/all/pattern/1 is " + value);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void whatIsNotFiniteIsRefusedInEveryKindOfPlace() {
    AnalysisResult full = Results.full();
    assertThatThrownBy(() -> json(with(full, Double.NaN, new double[] {0.1})))
        .hasMessageContaining("/accuracy is NaN");
    assertThatThrownBy(() -> json(with(full, 0.5, new double[] {Double.NaN})))
        .hasMessageContaining("/training/epochs/0/patternEntropyNormalized/0/0 is NaN");
    assertThatThrownBy(() -> json(with(full, 0.5, new double[] {1, Double.NEGATIVE_INFINITY})))
        .hasMessageContaining("/training/epochs/0/patternEntropyNormalized/0/1 is -Infinity");
  }

  private static AnalysisResult with(AnalysisResult full, double accuracy, double[] entropies) {
    TrainingHistory.Epoch epoch =
        new TrainingHistory.Epoch(
            1, null, null, null, new double[][] {entropies}, null, null, null, null);
    return new AnalysisResult(
        full.origin(),
        new AnalysisResult.Predictions(accuracy, full.accuracyInterval(), full.confusion()),
        full.verdict(),
        full.caveats(),
        full.samples(),
        full.layers(),
        new TrainingHistory(List.of("conv1"), 3, List.of(epoch)));
  }

  @Test
  void resultsOfFirstVersionsStillLoad() throws IOException, URISyntaxException {
    for (String name : new String[] {"result-1-full.json", "result-1-least.json"}) {
      URL url = Objects.requireNonNull(getClass().getResource(name), name);
      AnalysisResult result = ResultJson.read(Path.of(url.toURI()));
      assertThat(result.layers()).as(name).hasSize(1);
      assertThat(result.layers().get(0).classes().get(1).patternEntropy().value())
          .as(name)
          .isEqualTo(0.5623351446188083);
    }
  }

  @Test
  void fieldsOfNewerVersionsAreLeftAside() throws IOException {
    Path file = folder.resolve("result.json");
    ResultJson.write(Results.full(), file);
    String extended =
        Files.readString(file)
            .replaceFirst("\"tool\"", "\"later\": {\"x\": [1, NaN0]},\n \"tool\"");
    Files.writeString(file, extended.replace("NaN0", "2"));
    assertThat(ResultJson.read(file)).usingRecursiveComparison().isEqualTo(Results.full());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | is not a result file; give the result.json",
        "[1] | is not a result file; give the result.json",
        "{\"schema\": 7} | is not a result file; give the result.json",
        "{\"schema\": \"entroscope/result/2\"} | has the schema entroscope/result/2, this version"
            + " reads",
        "{\"schema\": \"entroscope/result/1\"} | is not a whole result file: /tool is missing",
        "hello | is not a whole result file: Unrecognized token",
        "'' | is not a result file; give the result.json",
      })
  void whatIsNoResultIsRefused(String content, String message) throws IOException {
    Path file = folder.resolve("result.json");
    Files.writeString(file, content);
    assertThatThrownBy(() -> ResultJson.read(file))
        .isInstanceOf(ResultException.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }

  @Test
  void aNullAmongThingsIsSaidToBeOne() throws IOException {
    Path file = folder.resolve("result.json");
    ResultJson.write(Results.full(), file);
    String whole = Files.readString(file);
    assertThat(whole).contains("\"caveats\": [");
    Files.writeString(file, whole.replace("\"caveats\": [", "\"caveats\": [null, "));
    assertThatThrownBy(() -> ResultJson.read(file))
        .isInstanceOf(ResultException.class)
        .hasMessageContaining("is not a whole result file: a list in it holds null; analyse again");
  }

  @ParameterizedTest
  @CsvSource({
    "accuracy, /accuracy is missing",
    "sha256, /model/sha256 is missing",
    "neverActive, neverActive is missing",
    "summary, /verdict/summary is missing",
  })
  void everyFieldThatIsNotNullableIsNeeded(String field, String message) throws IOException {
    Path file = folder.resolve("result.json");
    ResultJson.write(Results.full(), file);
    Files.writeString(file, Files.readString(file).replace("\"" + field + "\":", "\"gone\":"));
    assertThatThrownBy(() -> ResultJson.read(file))
        .isInstanceOf(ResultException.class)
        .hasMessageContaining(message);
  }

  @Test
  void truncatedFileIsRefused() throws IOException {
    Path file = folder.resolve("result.json");
    ResultJson.write(Results.full(), file);
    String whole = Files.readString(file);
    for (int length = 0; length < whole.length() - 2; length += 97) {
      Files.writeString(file, whole.substring(0, length));
      assertThatThrownBy(() -> ResultJson.read(file))
          .as("cut at %d", length)
          .isInstanceOf(ResultException.class)
          .hasMessageNotContaining("\n");
    }
  }

  @Test
  void missingFileAndDirectoryAreNamed() {
    assertThatThrownBy(() -> ResultJson.read(folder.resolve("none.json")))
        .isInstanceOf(ResultException.class)
        .hasMessage("no result at " + folder.resolve("none.json") + "; check the path");
    assertThatThrownBy(() -> ResultJson.read(folder))
        .isInstanceOf(ResultException.class)
        .hasMessageContaining("is a directory; give the result.json in it");
  }

  @Test
  void placeThatCannotBeWrittenIsNamed() throws IOException {
    Path file = folder.resolve("file");
    Files.writeString(file, "");
    assertThatThrownBy(() -> ResultJson.write(Results.full(), file.resolve("result.json")))
        .isInstanceOf(ResultException.class)
        .hasMessageContaining("is a file, not a directory");
  }

  static String json(AnalysisResult result) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ResultJson.write(result, out);
    return out.toString(StandardCharsets.UTF_8);
  }
}
