package io.entroscope.core.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entroscope.core.Analyzer;
import io.entroscope.core.Progress;
import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.core.plan.AnalysisPlan;
import io.entroscope.core.plan.Planner;
import io.entroscope.core.run.Classifier;
import io.entroscope.data.DataSpec;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.format.DataSets;
import io.entroscope.onnx.OnnxException;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.layer.Layer;
import io.entroscope.onnx.layer.Layers;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The demo's model with a layer taken out, on the demo's images. */
class PruningTest {
  private static final Path DEMO = Path.of("../demo");
  private static final Path MODEL = DEMO.resolve("mnist-3fc.onnx");
  private static final Path IMAGES = DEMO.resolve("mnist-sample");

  @Test
  void aLayerThatChangesTheWidthIsFoldedIntoTheNext() {
    OnnxModel model = OnnxModel.read(MODEL);
    EditedModel surgery = EditedModel.drop(model, List.of("fc2"));

    assertThat(surgery.done())
        .containsExactly("fc2 folded into the next layer, without its nonlinearity");
    List<Layer> left = Layers.find(surgery.model());
    assertThat(left).extracting(Layer::name).doesNotContain("fc2").contains("fc1", "fc3");
    assertThat(left.get(left.size() - 1).inputs()).isEqualTo(256);
    assertThat(surgery.model().metadata()).isEqualTo(model.metadata());
  }

  @Test
  void whatCannotBeTakenOutIsRefusedWithTheReason() {
    OnnxModel model = OnnxModel.read(MODEL);
    String convolution = Layers.find(model).get(0).name();

    assertThatThrownBy(() -> EditedModel.drop(model, List.of("fc3")))
        .isInstanceOf(OnnxException.class)
        .hasMessageContaining("last layer");
    assertThatThrownBy(() -> EditedModel.drop(model, List.of(convolution)))
        .isInstanceOf(OnnxException.class)
        .hasMessageContaining("convolution");
    assertThatThrownBy(() -> EditedModel.drop(model, List.of("fc9")))
        .isInstanceOf(OnnxException.class)
        .hasMessageContaining("fc9");
  }

  @Test
  void theClassifierNamesWhatTheAnalysisCounts() {
    try (ImageDataSet data = DataSets.open(DataSpec.of(IMAGES))) {
      AnalysisPlan plan =
          Planner.plan(OnnxModel.read(MODEL), data, AnalysisOptions.builder().build());
      double accuracy = Analyzer.run(plan, Progress.NONE).accuracy();
      try (Classifier classifier = Classifier.open(plan)) {
        int[] all = IntStream.range(0, data.size()).toArray();
        int[] named = classifier.predict(all);
        long hits = Arrays.stream(all).filter(i -> named[i] == data.label(i)).count();

        assertThat((double) hits / data.size()).isEqualTo(accuracy);
        int[] some = {3, 700};
        assertThat(classifier.predict(some)).containsExactly(named[3], named[700]);
      }
    }
  }

  @Test
  void bothModelsStandSideBySide() {
    OnnxModel model = OnnxModel.read(MODEL);
    EditedModel surgery = EditedModel.drop(model, List.of("fc2"));
    try (ImageDataSet data = DataSets.open(DataSpec.of(IMAGES))) {
      Comparison of =
          ModelComparison.compare(
              surgery.done(),
              model,
              surgery.model(),
              Optional.of(model),
              data,
              AnalysisOptions.builder().build(),
              0.01);

      assertThat(of.images()).isEqualTo(1000);
      WholeAlike alike = Objects.requireNonNull(of.alike());
      assertThat(alike.mcNemar()).isEqualTo(of.mcNemar());
      assertThat(alike.accuracy()).isEqualTo(of.before().accuracy());
      assertThat(alike.worst()).isEqualTo(of.worst());
      assertThat(of.after().parameters())
          .isEqualTo(of.before().parameters() - (256 * 128 + 128 + 128 * 10 + 10) + 2570);
      assertThat(of.after().multiplyAdds())
          .isEqualTo(of.before().multiplyAdds() - (256 * 128 + 128 * 10) + 256 * 10);
      // Convolutions over 28x28 and 14x14 pixels, then 1568-256-128-10.
      assertThat(of.before().multiplyAdds())
          .isEqualTo(784L * 16 * 9 + 196L * 32 * 16 * 9 + 1568L * 256 + 256L * 128 + 128L * 10);
      assertThat(of.after().bytes()).isEqualTo(surgery.model().size());
      assertThat(of.before().curve()).hasSize(3);
      assertThat(of.after().curve())
          .extracting(ComparedModel.Point::layer)
          .containsExactly("fc1", "fc3");
      long difference = of.mcNemar().onlySecond() - of.mcNemar().onlyFirst();
      assertThat(of.after().accuracy() - of.before().accuracy())
          .isCloseTo(difference / 1000.0, org.assertj.core.data.Offset.offset(1e-12));
      assertThat(of.speeds()).extracting(Speed::batch).containsExactly(1, 64);
      assertThat(of.speeds()).allMatch(speed -> speed.before() > 0 && speed.after() > 0);
    }
  }

  @Test
  void whatIsDrawnAnewIsOnlyWhatTheEditWrote() {
    OnnxModel model = OnnxModel.read(MODEL);
    OnnxModel folded = EditedModel.drop(model, List.of("fc2")).model();
    OnnxModel drawn = Redraw.apply(folded, model, 1);

    long differing =
        IntStream.range(0, folded.proto().getGraph().getInitializerCount())
            .filter(
                i ->
                    !folded
                        .proto()
                        .getGraph()
                        .getInitializer(i)
                        .equals(drawn.proto().getGraph().getInitializer(i)))
            .count();
    assertThat(differing).isEqualTo(2);
    assertThat(Redraw.apply(folded, model, 1).bytes()).isEqualTo(drawn.bytes());
    assertThat(Redraw.apply(folded, model, 2).bytes()).isNotEqualTo(drawn.bytes());
  }
}
