package io.entroscope.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entroscope.core.Fixtures.Network;
import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.core.option.IndicatorScope;
import io.entroscope.core.plan.Planner;
import io.entroscope.core.run.Classifier;
import io.entroscope.data.DataSet;
import io.entroscope.data.DataSpec;
import io.entroscope.data.format.DataSets;
import io.entroscope.data.image.PixelImage;
import io.entroscope.onnx.Attributes;
import io.entroscope.onnx.GraphBuilder;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.TensorType;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.Caveat;
import io.entroscope.result.ImageTable;
import io.entroscope.result.ResultException;
import io.entroscope.result.ResultJson;
import io.entroscope.result.layer.LayerResult;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models that name no classes and data without labels: all but the accuracy is as it would be. */
class UnjudgedTest {
  private static final int IMAGES = 240;
  private static final int CLASSES = 3;
  private static final int WIDE = 9;

  @TempDir private Path folder;

  private final Random random = new Random(20261130);
  private final Network network = Network.random(random, 2, Fixtures.PIXELS, 11, WIDE);
  private final List<PixelImage> images = Fixtures.images(random, IMAGES);

  @BeforeEach
  void writeImages() {
    Fixtures.write(folder, images, random.ints(IMAGES, 0, CLASSES).toArray());
  }

  /** The network with its nine scores brought to length 1, as sentence encoders do. */
  private OnnxModel encoder() {
    OnnxModel scores = network.model();
    String last = scores.graph().outputs().get(0).getName();
    GraphBuilder added = new GraphBuilder(scores.graph());
    String norm =
        added.node(
            "ReduceL2",
            List.of(last),
            Attributes.of("axes", new long[] {1}),
            Attributes.of("keepdims", 1L));
    String embedding = added.node("Div", List.of(last, norm));
    added.output(embedding, TensorType.floats(-1, WIDE));
    OnnxModel both = scores.append(added.addition());
    return both.edited(both.proto().getGraph().toBuilder().removeOutput(0).build());
  }

  private AnalysisResult analyze(OnnxModel model, DataSpec spec, AnalysisOptions.Builder options) {
    try (DataSet data = DataSets.openUnlabelled(spec)) {
      return Analyzer.run(Planner.plan(model, data, options.batch(64).build()), Progress.NONE);
    }
  }

  private AnalysisResult analyze(OnnxModel model) {
    return analyze(model, DataSpec.of(folder), AnalysisOptions.builder());
  }

  @Test
  void embeddingsAreNoScores() {
    AnalysisResult scored = analyze(network.model());
    AnalysisResult result = analyze(encoder());

    assertThat(result.isJudged()).isFalse();
    assertThat(result.predictions()).isEqualTo(AnalysisResult.Predictions.unjudged(null));
    assertThat(result.model().output()).isNull();
    assertThat(result.data().isLabelled()).isTrue();
    assertThat(result.data().classes()).hasSize(CLASSES);
    assertThat(result.caveats()).extracting(Caveat::code).contains(Caveat.NO_SCORES);
    assertThat(result.caveats()).extracting(Caveat::code).doesNotContain("near-chance");
    assertThat(result.samples()).allMatch(sample -> sample.predicted() == null);
    ImageTable table = result.images();
    assertThat(table.predicted()).isNull();
    assertThat(table.confidence()).isNull();
    assertThat(table.label()).isEqualTo(scored.images().label());
    assertThat(table.entropy()).isEqualTo(scored.images().entropy());
    assertSameLayers(result, scored);
  }

  private static void assertSameLayers(AnalysisResult result, AnalysisResult wanted) {
    assertThat(result.layers()).hasSameSizeAs(wanted.layers());
    for (int i = 0; i < result.layers().size(); i++) {
      LayerResult layer = result.layers().get(i);
      LayerResult same = wanted.layers().get(i);
      assertThat(layer.mean()).as(layer.name()).isEqualTo(same.mean());
      assertThat(layer.classes())
          .extracting(of -> of.patternEntropy().value())
          .isEqualTo(same.classes().stream().map(of -> of.patternEntropy().value()).toList());
    }
  }

  @Test
  void oneCanSayThatThereAreNoScores() {
    AnalysisResult result =
        analyze(
            network.model(),
            DataSpec.of(folder),
            AnalysisOptions.builder().output(AnalysisOptions.NO_OUTPUT));
    assertThat(result.isJudged()).isFalse();
    assertSameLayers(result, analyze(network.model()));
  }

  @Test
  void withoutLabelsAllExamplesAreOfOneClass() {
    AnalysisResult result =
        analyze(
            network.model(),
            DataSpec.of(folder).withUnlabelled(true),
            AnalysisOptions.builder().indicators(IndicatorScope.LAYERS));
    AnalysisResult labelled =
        analyze(
            network.model(),
            DataSpec.of(folder),
            AnalysisOptions.builder().indicators(IndicatorScope.LAYERS));

    assertThat(result.isJudged()).isFalse();
    assertThat(result.data().isLabelled()).isFalse();
    assertThat(result.data().classes()).containsExactly(DataSet.UNLABELLED);
    assertThat(result.data().classImages()).containsExactly((long) IMAGES);
    assertThat(result.predictions().meanConfidence())
        .isEqualTo(labelled.predictions().meanConfidence());
    assertThat(result.images().predicted()).isEqualTo(labelled.images().predicted());
    assertThat(result.images().confidence()).isEqualTo(labelled.images().confidence());
    for (int i = 0; i < result.layers().size(); i++) {
      assertThat(result.layers().get(i).all().patternEntropy().value())
          .isEqualTo(labelled.layers().get(i).all().patternEntropy().value());
      assertThat(result.layers().get(i).classes().get(0).patternEntropy())
          .isEqualTo(result.layers().get(i).all().patternEntropy());
      assertThat(result.layers().get(i).indicators().sampled().probe()).isNull();
      assertThat(result.layers().get(i).indicators().statistics())
          .containsKeys("informationInputBinned")
          .doesNotContainKeys(
              "nc1", "lidar", "informationLabelsBinned", "informationLabelsPairwise");
    }
    assertThat(result.caveats()).extracting(Caveat::code).contains(Caveat.UNLABELLED);
  }

  @Test
  void resultsWithoutAccuracyAreWrittenAndRead() {
    for (AnalysisResult result :
        List.of(
            analyze(encoder()),
            analyze(
                network.model(),
                DataSpec.of(folder).withUnlabelled(true),
                AnalysisOptions.builder()))) {
      Path file = folder.resolve("result.json");
      ResultJson.write(result, file);
      AnalysisResult read = ResultJson.read(file);
      assertThat(read.predictions()).isEqualTo(result.predictions());
      assertThat(read.samples()).isEqualTo(result.samples());
      assertThatThrownBy(read::accuracy)
          .isInstanceOf(ResultException.class)
          .hasMessageContaining("is not known, since");
    }
  }

  @Test
  void whatNeedsPredictionsSaysSo() {
    try (DataSet data = DataSets.openAny(DataSpec.of(folder))) {
      var plan = Planner.plan(encoder(), data, AnalysisOptions.builder().build());
      assertThatThrownBy(() -> Classifier.open(plan))
          .isInstanceOf(PlanException.class)
          .hasMessageContaining("gives no class scores [N, C] or labels [N]");
    }
  }

  @Test
  void mapsAreNoScoresEither() {
    GraphBuilder graph = new GraphBuilder("places");
    String x = graph.input("x", TensorType.floats(-1, 1, Fixtures.SIDE, Fixtures.SIDE));
    float[] weights = new float[5];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) random.nextGaussian();
    }
    String w = graph.floats("w", new long[] {5, 1, 1, 1}, weights);
    String maps = graph.node("Conv", List.of(x, w));
    OnnxModel model =
        graph.output(maps, TensorType.floats(-1, 5, Fixtures.SIDE, Fixtures.SIDE)).build(13);
    AnalysisResult result =
        analyze(model, DataSpec.of(folder), AnalysisOptions.builder().layers("conv"));
    assertThat(result.isJudged()).isFalse();
    assertThat(result.layers()).hasSize(1);
  }
}
