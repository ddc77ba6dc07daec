package io.entroscope.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.entroscope.report.internal.comparison.Changes;
import io.entroscope.report.internal.view.Names;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.ResultException;
import io.entroscope.result.derived.Difference;
import io.entroscope.result.derived.ResultComparison;
import io.entroscope.result.layer.ClassMean;
import io.entroscope.result.layer.LayerResult;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a comparison says of results whose differences are known. */
class ComparisonTest {
  private static final List<String> FILES = List.of("a/result.json", "b/result.json");

  private static AnalysisResult with(double accuracy, double entropy, double error) {
    AnalysisResult base = MadeUp.mnist();
    List<LayerResult> layers =
        base.layers().stream()
            .map(
                layer ->
                    Records.with(
                        layer,
                        "mean",
                        new ClassMean(
                            new ClassMean.Mean(entropy, error, null),
                            new ClassMean.Mean(entropy, null, null),
                            new ClassMean.Mean(entropy, null, null))))
            .toList();
    return Records.with(base, "accuracy", accuracy, "layers", layers);
  }

  /** 56 of 70 against 48 of 80: the example of Newcombe's paper, 0.0524 to 0.3339. */
  @Test
  void differenceOfAccuraciesHasNewcombesInterval() {
    AnalysisResult first = with(48 / 80.0, 0.5, 0.01);
    AnalysisResult other = with(56 / 70.0, 0.5, 0.01);
    first = Records.with(first, "data", Records.with(first.data(), "images", 80L));
    other = Records.with(other, "data", Records.with(other.data(), "images", 70L));
    Difference found = ResultComparison.of(FILES, List.of(first, other)).differences().get(0);
    assertThat(found.layer()).isNull();
    assertThat(found.change()).isCloseTo(0.2, within(1e-12));
    assertThat(found.interval().low()).isCloseTo(0.0524, within(5e-5));
    assertThat(found.interval().high()).isCloseTo(0.3339, within(5e-5));
    assertThat(found.isLarger()).isTrue();
  }

  @Test
  void differenceOfEntropiesIsLargerOrNot() {
    List<AnalysisResult> results =
        List.of(with(0.9, 0.50, 0.03), with(0.9, 0.62, 0.04), with(0.9, 0.58, 0.04));
    List<Difference> found = ResultComparison.of(List.of("a", "b", "c"), results).differences();
    // sqrt(0.03² + 0.04²) = 0.05, so a 95% interval reaches 0.098 to each side.
    Difference larger = found.get(1);
    assertThat(larger.layer().label()).isEqualTo("fc1");
    assertThat(larger.interval().low()).isCloseTo(0.12 - 0.098, within(1e-4));
    assertThat(larger.interval().high()).isCloseTo(0.12 + 0.098, within(1e-4));
    assertThat(larger.isLarger()).isTrue();
    Difference smaller = found.get(5);
    assertThat(smaller.result()).isEqualTo(2);
    assertThat(smaller.change()).isCloseTo(0.08, within(1e-12));
    assertThat(smaller.isLarger()).isFalse();
  }

  @Test
  void withoutStandardErrorNothingIsCalledLarger() {
    AnalysisResult first = with(0.9, 0.2, 0.01);
    List<LayerResult> layers =
        with(0.9, 0.9, 0.01).layers().stream()
            .map(
                layer ->
                    Records.with(
                        layer,
                        "mean",
                        new ClassMean(
                            new ClassMean.Mean(0.9, null, null),
                            new ClassMean.Mean(0.9, null, null),
                            new ClassMean.Mean(0.9, null, null))))
            .toList();
    AnalysisResult other = Records.with(first, "layers", layers);
    Difference found = ResultComparison.of(FILES, List.of(first, other)).differences().get(1);
    assertThat(found.interval()).isNull();
    assertThat(found.isLarger()).isFalse();
  }

  @Test
  void whatChangedIsNamedAndWhatDidNotIsNot() {
    AnalysisResult first = MadeUp.mnist();
    AnalysisResult other =
        Records.with(first, "settings", Records.with(first.settings(), "seed", 7L));
    Map<String, List<String>> changes = Changes.among(List.of(first, other));
    assertThat(changes).containsOnlyKeys("Seed");
    assertThat(changes.get("Seed")).containsExactly("42", "7");
    assertThat(Names.of(ResultComparison.of(FILES, List.of(first, other))))
        .containsExactly("a", "b");
  }

  @Test
  void namesAreShortAndDifferent() {
    List<AnalysisResult> results =
        List.of(MadeUp.mnist(), MadeUp.cifar(), MadeUp.mnist(), MadeUp.mnist());
    List<String> files = List.of("a/result.json", "b/result.json", "c/own.json", "d/own.json");
    assertThat(Names.of(ResultComparison.of(files, results)))
        .containsExactly(
            "mnist-cnn-3fc (a)", "cifar-6fc", "mnist-cnn-3fc (own)", "mnist-cnn-3fc (own) 2");
  }

  @Test
  void entropiesOfDifferentNormalizersAreNotCompared() {
    AnalysisResult first = MadeUp.mnist();
    AnalysisResult other =
        Records.with(first, "settings", Records.with(first.settings(), "normalizer", "units"));
    assertThatThrownBy(() -> ResultComparison.of(FILES, List.of(first, other)))
        .isInstanceOf(ResultException.class)
        .hasMessageContaining("b/result.json has entropies normalised by units");
  }
}
