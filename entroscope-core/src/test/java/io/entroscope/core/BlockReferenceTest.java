package io.entroscope.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.core.option.IndicatorScope;
import io.entroscope.data.DataSet;
import io.entroscope.data.DataSpec;
import io.entroscope.data.Selection;
import io.entroscope.data.format.DataSets;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.ResultJson;
import io.entroscope.result.block.BlockAnalysis;
import io.entroscope.result.block.BlockResult;
import io.entroscope.result.block.BlockValue;
import io.entroscope.result.layer.LayerResult;
import io.entroscope.testing.SharedFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks of residual blocks, against NumPy in double precision ({@code blocks/make.py}). */
class BlockReferenceTest {
  /** The networks run in single precision. */
  private static final double SINGLE = 2e-6;

  private static Path file(String name) {
    try {
      URL url = BlockReferenceTest.class.getResource("blocks/" + name);
      return Path.of(Objects.requireNonNull(url, name).toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  private static AnalysisResult analyze(
      String model, String data, AnalysisOptions.Builder options) {
    try (DataSet opened = DataSets.openAny(DataSpec.of(file(data)))) {
      return Analyzer.analyze(OnnxModel.read(file(model)), opened, options.build());
    }
  }

  private static AnalysisResult analyze(String network, AnalysisOptions.Builder options) {
    return analyze(network + ".onnx", network + ".npz", options);
  }

  private static JsonNode reference(String network) throws IOException {
    return JsonMapper.builder().build().readTree(file("reference.json").toFile()).get(network);
  }

  private static BlockAnalysis blocks(AnalysisResult result) {
    return Objects.requireNonNull(result.blocks());
  }

  private static BlockResult block(AnalysisResult result, String name) {
    return blocks(result).list().stream()
        .filter(of -> of.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static BlockValue value(BlockResult block, String statistic) {
    return Objects.requireNonNull(block.statistics().get(statistic), statistic);
  }

  private static List<LayerResult> curve(AnalysisResult result) {
    return result.layers().stream().filter(LayerResult::inVerdict).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"tokens", "maps"})
  void blocksDoToTheStreamWhatNumpySays(String network) throws IOException {
    AnalysisResult result = analyze(network, AnalysisOptions.builder());
    JsonNode expected = reference(network).get("blocks");
    assertThat(expected).isNotEmpty();
    expected
        .properties()
        .forEach(
            of -> {
              BlockResult block = block(result, of.getKey());
              for (String statistic : List.of("influence", "angularDistance", "branchSize")) {
                BlockValue value = value(block, statistic);
                String what = of.getKey() + " " + statistic;
                JsonNode told = of.getValue().get(statistic);
                assertThat(value.value())
                    .as(what)
                    .isEqualTo(told.get(0).asDouble(), within(SINGLE));
                assertThat(value.standardError())
                    .as(what)
                    .isEqualTo(told.get(1).asDouble(), within(SINGLE));
                assertThat(value.rows()).as(what).isEqualTo(of.getValue().get("rows").asLong());
                assertThat(value.examples())
                    .as(what)
                    .isEqualTo(of.getValue().get("examples").asLong());
              }
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"tokens", "maps"})
  void theCurveIsThatOfTheStreamAndTheHead(String network) throws IOException {
    AnalysisResult result = analyze(network, AnalysisOptions.builder());
    JsonNode points = reference(network).get("points");
    List<LayerResult> curve = curve(result);
    assertThat(curve).hasSize(points.size() + 1);
    for (int p = 0; p < points.size(); p++) {
      LayerResult layer = curve.get(p);
      assertThat(layer.kind()).isEqualTo(LayerResult.BLOCK);
      for (int c = 0; c < layer.classes().size(); c++) {
        assertThat(layer.classes().get(c).patternEntropy().normalized())
            .isEqualTo(points.get(p).get("pattern").get(c).asDouble(), within(SINGLE));
        assertThat(layer.classes().get(c).imageEntropy().meanNormalized())
            .isEqualTo(points.get(p).get("image").get(c).asDouble(), within(SINGLE));
      }
    }
    assertThat(curve.get(points.size()).name()).isEqualTo("head");
    assertThat(blocks(result).list().stream().filter(BlockResult::whole).map(BlockResult::layer))
        .containsExactlyElementsOf(
            curve.subList(0, points.size()).stream().map(LayerResult::name).toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"tokens", "maps"})
  void theStreamIsAsAlikeAsNumpySays(String network) throws IOException {
    AnalysisResult result =
        analyze(network, AnalysisOptions.builder().indicators(IndicatorScope.LAYERS));
    double[][] cka = Objects.requireNonNull(blocks(result).similarity()).cka();
    JsonNode expected = reference(network).get("cka");
    assertThat(cka).hasNumberOfRows(expected.size());
    for (int i = 0; i < cka.length; i++) {
      for (int j = 0; j < cka.length; j++) {
        assertThat(cka[i][j]).isEqualTo(expected.get(i).get(j).asDouble(), within(1e-5));
      }
    }
  }

  @Test
  void aBlockThatChangesTheShapeSaysSo() {
    BlockResult block = block(analyze("maps", AnalysisOptions.builder()), "blocks.1");
    assertThat(block.unmeasured())
        .isEqualTo("changes the stream from [-1, 6, 17, 17] to [-1, 12, 9, 9]");
    assertThat(block.statistics()).isEmpty();
    assertThat(block.layer()).isEqualTo("blocks.1");
  }

  @Test
  void layersInsideOfBlocksStandBesideTheCurve() {
    AnalysisResult result = analyze("tokens", AnalysisOptions.builder().layers("fc"));
    assertThat(result.layers())
        .filteredOn(layer -> !layer.inVerdict())
        .extracting(LayerResult::kind)
        .hasSize(8)
        .containsOnly(LayerResult.FULLY_CONNECTED);
    assertThat(curve(result))
        .extracting(LayerResult::name)
        .containsExactly("layers.0", "layers.1", "head");
    AnalysisResult usual = analyze("tokens", AnalysisOptions.builder());
    assertThat(usual.layers())
        .extracting(LayerResult::name)
        .containsExactly("layers.0", "layers.1", "head");
  }

  @Test
  void mapsAreFittedOnFourFifthsOfTheExamplesAndTriedOnTheRest() {
    BlockResult block =
        block(
            analyze("maps", AnalysisOptions.builder().indicators(IndicatorScope.LAYERS)),
            "blocks.0");
    BlockResult.Recovery recovery = Objects.requireNonNull(block.recovery());
    assertThat(recovery.fittedRows() + recovery.heldOutRows()).isEqualTo(90 * 8);
    assertThat(recovery.heldOutRows()).isBetween(90L * 8 / 6, 90L * 8 / 4);
    double output = value(block, "recoverability").value();
    double branch = value(block, "branchRecoverability").value();
    assertThat(output).isBetween(0.3, 1.0);
    assertThat(branch).isLessThan(output);
  }

  @ParameterizedTest
  @CsvSource({"tokens, 1", "tokens, 3", "maps, 1", "maps, 3"})
  void theResultDoesNotDependOnThreads(String network, int threads) throws IOException {
    byte[] other = json(network, threads);
    assertThat(other).isEqualTo(json(network, 2));
  }

  private static byte[] json(String network, int threads) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ResultJson.write(
        analyze(
            network,
            AnalysisOptions.builder().batch(16).threads(threads).indicators(IndicatorScope.LAYERS)),
        out);
    return out.toByteArray();
  }

  @Test
  void aTrainedTransformersBlocksHaveTheInfluenceThatAnotherProgramFound() {
    AnalysisResult result;
    try (DataSet data = DataSets.openAny(DataSpec.of(SharedFiles.of("data/mnist")))) {
      result =
          Analyzer.analyze(
              OnnxModel.read(SharedFiles.of("blocks/vit.onnx")),
              data,
              AnalysisOptions.builder()
                  .selection(Selection.ALL.withLimit(1000))
                  .pixels(
                      new AnalysisOptions.Pixels(
                          null, List.of(0.1307), List.of(0.3081), null, null))
                  .build());
    }
    double[] expected = {0.281, 0.182, 0.110, 0.096, 0.098, 0.085};
    for (int i = 0; i < expected.length; i++) {
      // They are of 300 other images.
      assertThat(value(block(result, "blocks." + i), "influence").value())
          .isEqualTo(expected[i], within(0.006));
    }
  }
}
