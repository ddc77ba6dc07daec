package io.entroscope.core.estimate;

import static io.entroscope.core.estimate.MadeUpCurves.HALF;
import static org.assertj.core.api.Assertions.assertThat;

import io.entroscope.core.Analyzer;
import io.entroscope.core.Fixtures;
import io.entroscope.core.Fixtures.Network;
import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.data.DataSpec;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.format.DataSets;
import io.entroscope.data.image.PixelImage;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.edit.RescaleLayer;
import io.entroscope.onnx.layer.Layers;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.Caveat;
import io.entroscope.result.Verdict;
import io.entroscope.result.Verdict.Direction;
import io.entroscope.result.Verdict.Reading;
import io.entroscope.result.Verdict.Step;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScaleCheckTest {
  private static final int IMAGES = 1200;
  private static final int CLASSES = 3;

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "0.960, 0.01, 0.0405, 0.01, true", // both rise, one of them by scale
    "-0.960, 0.01, -0.0405, 0.01, true",
    "0.060, 0.01, 0.045, 0.01, false", // within the margin of each other
    "0.500, 0.01, 0.300, 0.01, false", // less than half of the larger
    "0.300, 0.15, 0.100, 0.09, false", // overlapping intervals
    "0.960, 0.01, 0.020, 0.03, true", // undecided once the scale is taken out
    "-0.100, 0.01, 0.100, 0.01, true", // decided differently
    "-0.030, 0.005, -0.003, 0.005, true",
    "-0.100, 0.20, 0.100, 0.20, false" // neither is decided
  })
  void disagreementIsOneOfDirectionOrOfSize(
      double raw, double half, double standardized, double otherHalf, boolean disagree) {
    Step one = MadeUpCurves.step(1, raw, half);
    Step other = MadeUpCurves.step(1, standardized, otherHalf);

    assertThat(ScaleCheck.disagree(one, other)).isEqualTo(disagree);
    assertThat(ScaleCheck.disagree(other, one)).isEqualTo(disagree);
  }

  @Test
  void nothingIsSaidWithoutAnInterval() {
    Step none = new Step("fc1", "fc2", 0.96, null, null, Direction.UNDECIDED);

    assertThat(ScaleCheck.disagree(none, MadeUpCurves.step(1, 0.02, HALF))).isFalse();
  }

  @Test
  void theOtherReadingsDirectionIsNamed() {
    Reading raw = MadeUpCurves.reading(-0.06, -0.06, -0.06, -0.5, -0.1);
    Reading standardized = MadeUpCurves.reading(-0.005, -0.006, 0.08, -0.1, -0.1);

    assertThat(ScaleText.of(raw, standardized, ScaleCheck.disagreeing(raw, standardized)))
        .isEqualTo(
            "is flat at fc2 (change -0.060 raw, -0.005 standardised),"
                + " fc3 (change -0.060 raw, -0.006 standardised)"
                + " and rises at fc4 (change -0.060 raw, +0.080 standardised):"
                + " the verdict there is one on scale; it changes by another amount at"
                + " fc5 (change -0.500 raw, -0.100 standardised):"
                + " how much, there, is a matter of scale");
  }

  /** Twins whose outputs are the same to the bit, one with a layer in other units. */
  @ParameterizedTest
  @ValueSource(doubles = {8, 64, 0.125, 2})
  void aRescaledTwinGetsTheSameConclusionOrIsToldThatScaleDecides(double factor) {
    List<PixelImage> images = Fixtures.images(new Random(12), IMAGES);
    Network network = namingEachClassOften(images);
    OnnxModel model = network.model();
    OnnxModel rescaled = new RescaleLayer(Layers.find(model).get(0), factor).apply(model);
    Fixtures.write(folder, images, network.labels(images));

    AnalysisResult one = analyze(model);
    AnalysisResult twin = analyze(rescaled);

    assertThat(twin.confusion()).isDeepEqualTo(one.confusion());
    assertThat(directions(standardized(twin))).isEqualTo(directions(standardized(one)));
    boolean sameConclusion = conclusion(twin).equals(conclusion(one));
    boolean told = scaleDecides(twin) || scaleDecides(one);
    assertThat(sameConclusion || told).isTrue();
    if (factor > 2) {
      double change = verdict(twin).average().steps().get(0).change();
      assertThat(change).isGreaterThan(verdict(one).average().steps().get(0).change() + 0.2);
      assertThat(scaleDecides(twin)).isTrue();
      assertThat(conclusion(twin)).startsWith("Whatever the scale of the layers, ");
      assertThat(scaleCaveat(twin).orElseThrow())
          .contains(
              switch (directions(standardized(twin)).get(0)) {
                case FALLS -> "falls at fc2";
                case FLAT -> "is flat at fc2";
                case RISES, UNDECIDED -> "changes by another amount at fc2";
              });
    }
  }

  /** A random network with enough images of each class for intervals. */
  private static Network namingEachClassOften(List<PixelImage> images) {
    Random random = new Random(11);
    return Stream.generate(() -> Network.random(random, 1.5f, Fixtures.PIXELS, 24, 12, CLASSES))
        .limit(500)
        .filter(
            network -> {
              int[] labels = network.labels(images);
              return IntStream.range(0, CLASSES)
                  .allMatch(c -> Arrays.stream(labels).filter(l -> l == c).count() >= 150);
            })
        .findFirst()
        .orElseThrow();
  }

  private AnalysisResult analyze(OnnxModel model) {
    try (ImageDataSet data = DataSets.open(DataSpec.of(folder))) {
      return Analyzer.analyze(model, data, AnalysisOptions.builder().build());
    }
  }

  private static Verdict verdict(AnalysisResult result) {
    return Objects.requireNonNull(result.verdict());
  }

  private static Reading standardized(AnalysisResult result) {
    return Objects.requireNonNull(verdict(result).standardized());
  }

  private static List<Direction> directions(Reading reading) {
    return reading.average().steps().stream().map(Step::direction).toList();
  }

  /** The first sentence, without its numbers. */
  private static String conclusion(AnalysisResult result) {
    return verdict(result).summary().replaceAll("[.(:].*", "");
  }

  private static boolean scaleDecides(AnalysisResult result) {
    return scaleCaveat(result).filter(text -> text.contains("fc2")).isPresent();
  }

  private static Optional<String> scaleCaveat(AnalysisResult result) {
    return result.caveats().stream()
        .filter(c -> c.code().equals("scale"))
        .map(Caveat::text)
        .findFirst();
  }
}
