package io.entroscope.result.derived;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.Interval;
import io.entroscope.result.ResultException;
import io.entroscope.result.ResultJson;
import io.entroscope.result.Results;
import io.entroscope.result.layer.ClassMean.Mean;
import io.entroscope.result.layer.LayerResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What follows from a small result, against numbers worked out by hand. */
class DerivedNumbersTest {
  @TempDir Path folder;

  /** The small result after a change of its JSON, as another version could have written it. */
  private AnalysisResult edited(Consumer<ObjectNode> edit) throws IOException {
    Path file = folder.resolve("result.json");
    ResultJson.write(Results.full(), file);
    JsonMapper mapper = JsonMapper.builder().build();
    ObjectNode root = (ObjectNode) mapper.readTree(file.toFile());
    edit.accept(root);
    mapper.writeValue(file.toFile(), root);
    return ResultJson.read(file);
  }

  private AnalysisResult normalizedBy(String normalizer) throws IOException {
    return edited(root -> ((ObjectNode) root.get("settings")).put("normalizer", normalizer));
  }

  @Test
  void scaleIsThatOfTheSettings() throws IOException {
    assertThat(EntropyScale.of(normalizedBy("log")).divisor(8)).isEqualTo(Math.log(8));
    assertThat(EntropyScale.of(normalizedBy("log")).most()).hasValue(1);
    assertThat(EntropyScale.of(normalizedBy("units")).divisor(8)).isEqualTo(8);
    assertThat(EntropyScale.of(normalizedBy("units")).most()).isEmpty();
    assertThat(EntropyScale.of(normalizedBy("none")).divisor(8)).isEqualTo(1);
    assertThat(EntropyScale.of(normalizedBy("none")).formula()).isEqualTo("H [nats]");
  }

  @Test
  void oneUnitIsDividedByNothing() {
    assertThat(EntropyScale.of(Results.full()).divisor(1)).isEqualTo(1);
  }

  @Test
  void unknownScaleIsRefused() throws IOException {
    AnalysisResult result = normalizedBy("cubes");
    assertThatThrownBy(() -> EntropyScale.of(result))
        .isInstanceOf(ResultException.class)
        .hasMessageStartingWith("settings.normalizer is 'cubes'");
  }

  @Test
  void knownMeansAreTaken() {
    AnalysisResult result = Results.full();
    LayerMeans means = LayerMeans.of(result, result.layers().get(0));
    assertThat(means.pattern())
        .isEqualTo(new Mean(0.5, 0.01, new Interval(0.48, 0.52), List.of(0.5, 0.51)));
    assertThat(means.image().value()).isEqualTo(0.7);
    assertThat(means.imageStandardized().value()).isEqualTo(0.6492127684000335);
  }

  /** Two classes, each with an error of 0.01 nats: √2 · 0.01 / 2, divided by ln 2. */
  @Test
  void missingMeansAreMadeOfTheClasses() throws IOException {
    AnalysisResult old = edited(root -> ((ObjectNode) root.at("/layers/0")).remove("mean"));
    CurvePoint point = CurvePoint.curve(old).get(0);
    double error = Math.sqrt(2) * 0.01 / 2 / Math.log(2);
    assertThat(point.layer()).isEqualTo("conv1");
    assertThat(point.raw().value()).isEqualTo(0.8112781244591328, within(1e-15));
    assertThat(point.raw().standardError()).isEqualTo(error, within(1e-15));
    assertThat(point.raw().interval()).isNull();
    assertThat(point.standardized().value()).isEqualTo(0.8656170245333781, within(1e-15));
    assertThat(point.band()).isNotNull();
    assertThat(point.band().high())
        .isEqualTo(0.8112781244591328 + 1.959963984540054 * error, within(1e-15));
  }

  @Test
  void beforeTheActivationFunctionMeansAreOfThoseClasses() {
    AnalysisResult result = Results.full();
    LayerResult layer = result.layers().get(0);
    assertThat(LayerMeans.before(result, layer).image().value())
        .isEqualTo(0.5770780163555854, within(1e-15));
  }

  /** Two images of two: Wilson's low end is 1 / (1 + z² / 2). */
  @Test
  void winnerHasItsShareAndInterval() {
    Winner winner = Winner.of(Results.full().layers().get(0).all()).orElseThrow();
    assertThat(winner.unit()).isEqualTo(1);
    assertThat(winner.share()).isEqualTo(1);
    assertThat(winner.interval().low())
        .isEqualTo(1 / (1 + Math.pow(1.959963984540054, 2) / 2), within(1e-12));
    assertThat(winner.interval().high()).isEqualTo(1);
  }

  @Test
  void nobodyWinsWithoutCounts() throws IOException {
    AnalysisResult old = edited(root -> ((ObjectNode) root.at("/layers/0/all")).remove("wins"));
    assertThat(Winner.of(old.layers().get(0).all())).isEmpty();
  }

  @Test
  void recallIsTheDiagonalOfTheConfusion() {
    assertThat(Recall.of(Results.full())).containsExactly(0.5, 1);
  }

  @Test
  void patternOfAnImageIsItsSoftmax() {
    float first = (float) (1 / (1 + Math.E));
    assertThat(SamplePattern.of(new float[0])).isEmpty();
    assertThat(SamplePattern.of(new float[] {1, 2})).containsExactly(first, 1 - first);
    assertThat(SamplePattern.of(new float[] {1, Float.NaN})).containsExactly(Float.NaN, Float.NaN);
  }

  @Test
  void epochsHaveMeansAndBands() {
    EpochMeans means = EpochMeans.of(Results.full().training().epochs().get(0));
    assertThat(means.raw()).containsExactly(new double[] {0.85}, within(1e-15));
    assertThat(means.standardized()).containsExactly(new double[] {0.9}, within(1e-15));
    List<Interval> bands = means.bands();
    assertThat(bands).hasSize(1);
    assertThat(bands.get(0).low()).isEqualTo(0.85 - 0.01959963984540054, within(1e-15));
  }
}
