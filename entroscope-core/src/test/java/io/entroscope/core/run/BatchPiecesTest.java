package io.entroscope.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entroscope.core.Analyzer;
import io.entroscope.core.Fixtures;
import io.entroscope.core.Fixtures.Network;
import io.entroscope.core.Progress;
import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.core.option.IndicatorScope;
import io.entroscope.core.plan.AnalysisPlan;
import io.entroscope.core.plan.ModelInput;
import io.entroscope.core.plan.Planner;
import io.entroscope.data.DataSpec;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.batch.BatchReader;
import io.entroscope.data.batch.BatchReader.Ahead;
import io.entroscope.data.format.DataSets;
import io.entroscope.data.image.ImageShape;
import io.entroscope.data.image.InputShape;
import io.entroscope.data.image.Layout;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.result.ResultJson;
import io.entroscope.testing.Seeds;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How many examples are read, and how many are run, at once: for speed alone. */
class BatchPiecesTest {
  private static final int IMAGES = 5_000;

  @TempDir private Path folder;

  private final Random random = new Random(Seeds.seed(20261129L));
  private final OnnxModel model = Network.random(random, 2, Fixtures.PIXELS, 17, 3).model();
  private ImageDataSet data = null;

  @BeforeEach
  void open() {
    Fixtures.write(folder, Fixtures.images(random, IMAGES), random.ints(IMAGES, 0, 3).toArray());
    data = DataSets.open(DataSpec.of(folder));
  }

  @AfterEach
  void close() {
    data.close();
  }

  private AnalysisPlan plan(AnalysisOptions.Builder options) {
    return Planner.plan(model, data, options.threads(2).build());
  }

  private JsonNode withoutBatch(int batch) throws IOException {
    AnalysisPlan plan =
        plan(AnalysisOptions.builder().batch(batch).indicators(IndicatorScope.LAYERS));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ResultJson.write(Analyzer.run(plan, Progress.NONE, new StageTimes()), out);
    JsonNode result = JsonMapper.builder().build().readTree(out.toByteArray());
    ObjectNode settings = (ObjectNode) result.get("settings");
    assertThat(settings.remove("batch").asInt()).isEqualTo(batch);
    ((ObjectNode) settings.at("/options/computation")).remove("batch");
    return result;
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 64, 2048})
  void powersOfTwoGiveTheSameNumbers(int batch) throws IOException {
    assertThat(withoutBatch(batch).equals(withoutBatch(ModelInput.MOST_EXAMPLES))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"1, 28, 256", "3, 32, 256", "3, 64, 128", "3, 224, 8", "3, 384, 4", "3, 2000, 1"})
  void batchesAreOfAFewMegabytes(int channels, int side, int examples) {
    AnalysisPlan plan = plan(AnalysisOptions.builder());
    ModelInput.Images images = plan.images();
    InputShape shape = new InputShape(Layout.NCHW, new ImageShape(channels, side, side));
    ModelInput large =
        new ModelInput.Images(
            data,
            images.tensor(),
            shape,
            images.preprocessing(),
            images.preprocessingSource(),
            images.constants(),
            images.axis());
    assertThat(large.batch(AnalysisOptions.builder().build())).isEqualTo(examples);
    assertThat(large.batch(AnalysisOptions.builder().batch(300).build())).isEqualTo(300);
  }

  @Test
  void theResultSaysWhatWasChosen() {
    assertThat(plan(AnalysisOptions.builder()).options().batch()).isEqualTo(OptionalInt.of(256));
  }

  @ParameterizedTest
  @CsvSource({
    "256, 0, 256", // what layers give of all is little
    "256, 131072, 120", // 16 MiB of it, in blocks of 12 rows
    "256, 1048576, 12",
    "256, 2097152, 8",
    "8, 3211264, 4", // 224 x 224, ResNet's first layer: two of four, not five and three
    "8, 4816896, 3",
    "8, 100000000, 1"
  })
  void piecesAreOfWhatStaysInACache(int batch, long layerBytes, int images) {
    AnalysisPlan plan = withLayerBytes(plan(AnalysisOptions.builder().batch(batch)), layerBytes);
    try (BatchReader reader = plan.read(new Ahead(1, 2))) {
      BatchPieces pieces =
          new BatchPieces(
              plan,
              plan.feed(),
              reader,
              bundle -> {
                throw new AssertionError("nothing is run");
              });
      assertThat(pieces.images()).isEqualTo(images);
    }
  }

  private static AnalysisPlan withLayerBytes(AnalysisPlan plan, long bytes) {
    return new AnalysisPlan(
        plan.model(),
        plan.layers(),
        plan.input(),
        plan.options(),
        plan.observation(),
        plan.taps(),
        plan.notes(),
        plan.predictions(),
        bytes,
        plan.division());
  }
}
