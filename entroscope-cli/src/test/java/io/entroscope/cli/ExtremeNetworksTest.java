package io.entroscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.entroscope.cli.Cli.Outcome;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.Interval;
import io.entroscope.result.ResultJson;
import io.entroscope.result.Verdict;
import io.entroscope.result.layer.ClassIndicators;
import io.entroscope.result.layer.ClassMean;
import io.entroscope.result.layer.ClassStatistics;
import io.entroscope.result.layer.LayerIndicators;
import io.entroscope.result.layer.LayerResult;
import io.entroscope.result.layer.Spectrum;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Dead, constant, saturated, exploding and untrained networks go all the way through, and every
 * number lies where it can, inside its interval.
 */
class ExtremeNetworksTest {
  @TempDir private Path folder;

  private static OnnxModel model(String name) {
    return switch (name) {
      case "dead" -> ExtremeNetworks.dead();
      case "constant" -> ExtremeNetworks.constant();
      case "nearly equal" -> ExtremeNetworks.nearlyEqual();
      case "one unit" -> ExtremeNetworks.oneUnit();
      case "saturated" -> ExtremeNetworks.saturated();
      case "huge" -> ExtremeNetworks.huge(1e4);
      case "MobileNet" -> ExtremeNetworks.fresh("HardSwish");
      case "EfficientNet" -> ExtremeNetworks.fresh("Silu");
      default -> throw new IllegalArgumentException(name);
    };
  }

  private Outcome analyze(OnnxModel model, Object... more) {
    Path file = folder.resolve("net.onnx");
    model.write(file);
    Object[] args =
        Stream.concat(
                Stream.of("analyze", file, "--data", Cli.SAMPLE, "--out", folder.resolve("out")),
                Arrays.stream(more))
            .toArray();
    return Cli.run(args);
  }

  /** Through all that reads a result, too. */
  private AnalysisResult analyzed(OnnxModel model, Object... more) throws IOException {
    succeeds(analyze(model, more));
    Path file = folder.resolve("out").resolve("result.json");
    succeeds(Cli.run("advise", file));
    succeeds(Cli.run("report", file, "--format", "html,svg,csv", "--out", folder.resolve("page")));
    succeeds(Cli.run("compare", file, file, "--out", folder.resolve("compare.html")));
    try (InputStream schema =
        AnalysisResult.class.getResourceAsStream("schema/result-1.schema.json")) {
      assertThat(
              JsonSchemaFactory.getInstance(VersionFlag.V202012)
                  .getSchema(schema)
                  .validate(JsonMapper.builder().build().readTree(file.toFile())))
          .isEmpty();
    }
    return ResultJson.read(file);
  }

  private static void succeeds(Outcome outcome) {
    assertThat(outcome.code()).as(outcome.toString()).isZero();
    assertThat(outcome.err()).doesNotContain("Exception");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dead",
        "constant",
        "nearly equal",
        "one unit",
        "saturated",
        "huge",
        "MobileNet",
        "EfficientNet"
      })
  void everyNumberLiesWhereItCan(String name) throws IOException {
    check(analyzed(model(name)));
    check(analyzed(model(name), "--layers", "all", "--at", "both", "--indicators"));
    for (String few : List.of("--per-class=1", "--limit=1", "--per-class=41")) {
      check(analyzed(model(name), few, "--layers", "all", "--at", "both", "--indicators"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"units", "none"})
  void otherNormalizersKeepTheirRangeToo(String normalizer) throws IOException {
    check(analyzed(ExtremeNetworks.nearlyEqual(), "--normalizer", normalizer));
  }

  @Test
  void unitsThatAreEqualHaveTheHighestEntropyWithAnIntervalOfNoWidth() throws IOException {
    for (OnnxModel model : List.of(ExtremeNetworks.dead(), ExtremeNetworks.constant())) {
      LayerResult layer = analyzed(model, "--per-class", "100").layers().get(0);
      assertThat(layer.units()).isEqualTo(128);
      for (ClassStatistics of : layer.classes()) {
        Interval none = new Interval(Math.log(128), Math.log(128));
        assertThat(of.imageEntropy().meanNormalized()).isEqualTo(1);
        assertThat(of.imageEntropy().interval()).isEqualTo(none);
        assertThat(of.patternEntropy().interval()).isEqualTo(none);
        assertThat(of.imageEntropy().standardError()).isZero();
      }
    }
  }

  @Test
  void imagesThatOverflowAreLeftOutAndCounted() throws IOException {
    AnalysisResult result = analyzed(ExtremeNetworks.overflowing(), "--at", "both", "--indicators");

    check(result);
    assertThat(result.layers().get(0).observation().nonFinite()).isBetween(1L, 999L);
    assertThat(result.layers().get(0).all().images())
        .isEqualTo(1000 - result.layers().get(0).observation().nonFinite());
  }

  @Test
  void aLayerThatAlwaysOverflowsIsNamed() {
    Outcome outcome = analyze(ExtremeNetworks.huge(1e12));

    assertThat(outcome.code()).as(outcome.toString()).isEqualTo(1);
    assertThat(outcome.err())
        .contains("layer 'fc2'", "infinity or activations too large")
        .hasLineCount(1);
    assertThat(folder.resolve("out")).doesNotExist();
  }

  private static void check(AnalysisResult result) {
    int classes = result.data().classes().size();
    boolean log = result.settings().normalizer().equals("log");
    within(result.accuracy(), 0, 1, "accuracy");
    held(result.accuracy(), result.accuracyInterval(), 0, 1, "accuracy");
    for (LayerResult layer : result.layers()) {
      double highest = log ? 1 : Math.log(layer.units()) / divisor(result, layer.units());
      check(layer.all(), layer, highest);
      layer.classes().forEach(of -> check(of, layer, highest));
      LayerResult.Preactivation before = layer.preactivation();
      if (before != null) {
        check(before.all(), layer, highest);
        before.classes().forEach(of -> check(of, layer, highest));
        check(before.indicators(), layer, classes);
      }
      ClassMean mean = layer.mean();
      if (mean != null) {
        for (ClassMean.Mean of :
            List.of(mean.pattern(), mean.patternStandardized(), mean.image())) {
          within(of.value(), 0, highest, layer.name());
          held(of.value(), of.interval(), 0, highest, layer.name());
        }
      }
      check(layer.indicators(), layer, classes);
    }
    for (Verdict.Curve curve : curves(result.verdict())) {
      for (Verdict.Step step : curve.steps()) {
        held(step.change(), step.interval(), -8, 8, step.to());
        held(step.change(), step.corrected(), -8, 8, step.to());
      }
    }
  }

  private static double divisor(AnalysisResult result, int units) {
    return result.settings().normalizer().equals("units") ? units : 1;
  }

  private static List<Verdict.Curve> curves(Verdict verdict) {
    return Stream.concat(Stream.of(verdict.average()), verdict.classes().stream()).toList();
  }

  private static void check(ClassStatistics of, LayerResult layer, double highest) {
    String where = String.format(Locale.ROOT, "%s, %s", layer.name(), of.className());
    double most = Math.log(layer.units());
    for (double normalized :
        new double[] {
          of.patternEntropy().normalized(),
          of.patternEntropyStandardized().normalized(),
          of.imageEntropy().meanNormalized()
        }) {
      within(normalized, 0, highest, where);
    }
    held(of.patternEntropy().value(), of.patternEntropy().interval(), 0, most, where);
    held(
        of.patternEntropyStandardized().value(),
        of.patternEntropyStandardized().interval(),
        0,
        most,
        where);
    held(of.imageEntropy().mean(), of.imageEntropy().interval(), 0, most, where);
    Double standardized = of.imageEntropyStandardized().mean();
    if (standardized != null) {
      within(standardized, 0, most, where);
    }
    within(of.imageEntropy().standardDeviation(), 0, most / 2, where);
    double lower = 0;
    for (double quantile : of.imageEntropy().quantiles()) {
      within(quantile, lower, most, where);
      lower = quantile;
    }
    within(of.neverActive(), 0, 1, where);
    ClassIndicators indicators = of.indicators();
    if (indicators != null) {
      check(indicators.spectrum(), layer, where);
      within(indicators.onOffEntropy(), 0, 1, where);
      within(indicators.winnerEntropy(), 0, most, where);
      within(indicators.winnerEntropyNormalized(), 0, 1, where);
    }
  }

  private static void check(@Nullable LayerIndicators of, LayerResult layer, int classes) {
    if (of == null) {
      return;
    }
    String where = layer.name();
    check(of.spectrum(), layer, where);
    within(of.onOffEntropy().value(), 0, 1, where);
    within(of.onOffEntropy().withinClasses(), 0, 1, where);
    within(of.winnerEntropy().value(), 0, Math.log(layer.units()), where);
    within(of.winnerEntropy().normalized(), 0, 1, where);
    within(of.labelInformation().value(), -1, Math.log(Math.min(2, classes)), where);
    within(of.labelInformation().max(), -1, Math.log(Math.min(2, classes)), where);
    within(of.patternDivergence().value(), 0, Math.log(classes), where);
    within(of.patternDivergence().normalized(), 0, 1, where);
    within(of.dormant(), 0, 1, where);
    LayerIndicators.Renyi renyi = of.sampled().renyi();
    if (renyi != null) {
      within(renyi.entropy(), 0, Math.log(renyi.images()), where);
      within(renyi.normalized(), 0, 1, where);
    }
    LayerIndicators.Probe probe = of.sampled().probe();
    if (probe != null) {
      within(probe.accuracy(), 0, 1, where);
      held(probe.accuracy(), probe.interval(), 0, 1, where);
    }
    LayerIndicators.FromPrevious previous = of.sampled().fromPrevious();
    if (previous != null) {
      within(previous.cka() == null ? 0 : previous.cka(), -1, 1, where);
      within(previous.angularDistance() == null ? 0 : previous.angularDistance(), 0, 1, where);
    }
  }

  private static void check(@Nullable Spectrum of, LayerResult layer, String where) {
    if (of == null) {
      return;
    }
    within(of.trace(), 0, Double.MAX_VALUE, where);
    within(of.effectiveRank(), of.trace() > 0 ? 1 : 0, layer.units(), where);
    within(of.participationRatio(), of.trace() > 0 ? 1 : 0, layer.units(), where);
    within(of.saturation99(), 0, 1, where);
    within(of.delve().saturation(), 0, 1, where);
  }

  private static void within(double value, double low, double high, String where) {
    assertThat(value).as(where).isBetween(low, high);
  }

  private static void held(
      double value, @Nullable Interval interval, double low, double high, String where) {
    within(value, low, high, where);
    if (interval != null) {
      within(value, interval.low(), interval.high(), where);
      within(interval.low(), low, high, where);
      within(interval.high(), low, high, where);
    }
  }
}
