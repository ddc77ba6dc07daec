package io.entroscope.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.core.option.AnalysisOptions.Pixels;
import io.entroscope.core.option.IndicatorScope;
import io.entroscope.core.option.ObservedSide;
import io.entroscope.data.DataSpec;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.format.DataSets;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.Verdict;
import io.entroscope.result.layer.ClassStatistics;
import io.entroscope.result.layer.LayerResult;
import io.entroscope.result.layer.Spectrum;
import io.entroscope.testing.SharedFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A real model on the 10,000 MNIST test images, against an independent program's numbers. */
class ReferenceModelTest {
  private Path model;
  private Path numbers;
  private Path mnist;

  @BeforeEach
  void needsTheReference() {
    model = SharedFiles.of("models/mnist-cnn-3fc.onnx");
    numbers = SharedFiles.of("models/mnist-cnn-3fc.reference.json");
    mnist = SharedFiles.of("data/mnist");
  }

  private static void spectrumEquals(Spectrum of, JsonNode expected) {
    assertThat(of.method()).isEqualTo(Spectrum.COVARIANCE);
    assertThat(of.trace()).isCloseTo(expected.get("trace").asDouble(), withinPercentage(0.01));
    assertThat(of.largest()).isCloseTo(expected.get("largest").asDouble(), withinPercentage(0.01));
    assertThat(of.effectiveRank())
        .isCloseTo(expected.get("effective_rank").asDouble(), withinPercentage(0.01));
    assertThat(of.dim99()).isEqualTo(expected.get("dim99").asInt());
    assertThat(of.saturation99()).isEqualTo(expected.get("saturation99").asDouble());
    assertThat(of.delve().dim99()).isEqualTo(expected.get("delve_dim99").asInt());
    assertThat(of.delve().saturation()).isEqualTo(expected.get("delve_saturation").asDouble());
  }

  @ParameterizedTest
  @EnumSource(
      value = ObservedSide.class,
      names = {"OUTPUT", "PREACTIVATION"})
  void equalsTheReference(ObservedSide at) throws IOException {
    JsonNode reference = JsonMapper.builder().build().readTree(numbers.toFile());
    AnalysisResult result;
    try (ImageDataSet data = DataSets.open(DataSpec.of(mnist))) {
      result =
          Analyzer.analyze(
              OnnxModel.read(model),
              data,
              AnalysisOptions.builder()
                  .layers("fc")
                  .at(at)
                  .indicators(IndicatorScope.CLASSES)
                  .pixels(new Pixels(null, List.of(0.1307), List.of(0.3081), null, null))
                  .build());
    }

    assertThat(result.accuracy()).isEqualTo(reference.get("accuracy").asDouble());
    assertThat(result.layers()).hasSize(reference.get("layers").size());
    String side = at == ObservedSide.OUTPUT ? "post" : "pre";
    for (int l = 0; l < result.layers().size(); l++) {
      LayerResult layer = result.layers().get(l);
      JsonNode expected = reference.get("layers").get(l);
      assertThat(layer.name()).isEqualTo(expected.get("name").asText());
      assertThat(layer.facts().tensor()).isEqualTo(expected.get("tensor_" + side).asText());
      for (int c = 0; c < layer.classes().size(); c++) {
        ClassStatistics of = layer.classes().get(c);
        JsonNode numbers = expected.get(side);
        assertThat(of.images()).isEqualTo(reference.get("class_counts").get(c).asLong());
        assertThat(of.patternEntropy().normalized())
            .isEqualTo(numbers.get("entropy_of_class_mean").get(c).asDouble(), within(1e-5));
        assertThat(of.imageEntropy().meanNormalized())
            .isEqualTo(numbers.get("mean_image_entropy").get(c).asDouble(), within(1e-5));
        assertThat(of.imageEntropy().standardDeviation() / Math.log(layer.units()))
            .isEqualTo(numbers.get("sd_image_entropy").get(c).asDouble(), within(1e-5));
        Spectrum spectrum =
            Objects.requireNonNull(Objects.requireNonNull(of.indicators()).spectrum());
        assertThat(spectrum.effectiveRank())
            .isCloseTo(
                numbers.get("class_effective_rank").get(c).asDouble(), withinPercentage(0.01));
        assertThat(spectrum.dim99()).isEqualTo(numbers.get("class_dim99").get(c).asInt());
      }
      spectrumEquals(
          Objects.requireNonNull(layer.indicators()).spectrum(),
          expected.get(side).get("spectrum"));
    }
    JsonNode falling = reference.get("monotone_decrease").get(side + "/entropy_of_class_mean");
    Verdict verdict = Objects.requireNonNull(result.verdict());
    long strictlyFalling =
        verdict.classes().stream()
            .filter(curve -> curve.steps().stream().allMatch(step -> step.change() < 0))
            .count();
    assertThat(strictlyFalling).isEqualTo(falling.get("classes_of_10").asLong());
  }
}
