package io.entroscope.advice;

import static org.assertj.core.api.Assertions.assertThat;

import io.entroscope.result.AnalysisResult;
import io.entroscope.result.DataInfo;
import io.entroscope.result.Interval;
import io.entroscope.result.ModelInfo;
import io.entroscope.result.PreprocessingInfo;
import io.entroscope.result.Settings;
import io.entroscope.result.ToolInfo;
import io.entroscope.result.Verdict;
import io.entroscope.result.Verdict.Curve;
import io.entroscope.result.Verdict.Direction;
import io.entroscope.result.Verdict.Reading;
import io.entroscope.result.Verdict.Step;
import io.entroscope.result.layer.ClassStatistics;
import io.entroscope.result.layer.Entropy;
import io.entroscope.result.layer.ImageEntropy;
import io.entroscope.result.layer.LayerFacts;
import io.entroscope.result.layer.LayerResult;
import io.entroscope.result.layer.LayerWeights;
import io.entroscope.result.layer.UnitStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The advice on made-up curves whose answer is known: above all its direction. */
class AdvisorTest {
  /** Layers of these widths after an input of the first; steps between them. */
  private static AnalysisResult result(int[] widths, Direction[] raw, Direction[] standardized) {
    List<LayerResult> layers = new ArrayList<>();
    for (int i = 1; i < widths.length; i++) {
      layers.add(layer("fc" + i, widths[i - 1], widths[i]));
    }
    Curve curve = curve(raw);
    Curve other = curve(standardized);
    return new AnalysisResult(
        AnalysisResult.Origin.of(
            new ToolInfo("entroscope", "test"),
            new ModelInfo(
                "m.onnx", "0".repeat(64), "", 13, 0, "x", List.of(-1L, 4L), "y", Map.of()),
            new DataInfo("d", "idx", "val", 10, 10, 0, List.of("a"), List.of(10L), null),
            new Settings(
                "fc",
                "output",
                "log",
                new PreprocessingInfo(1, List.of(0.0), List.of(1.0), null, "NCHW", 1, "default"),
                256,
                new Settings.Selected(0, null, null),
                20,
                null,
                null,
                null)),
        new AnalysisResult.Predictions(0.9, new Interval(0.8, 1), new long[][] {{10}}),
        new Verdict(
            "", 0.02, curve, List.of(), 1, "bonferroni", new Reading(other, List.of()), null),
        List.of(),
        List.of(),
        layers,
        null);
  }

  private static Curve curve(Direction[] directions) {
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < directions.length; i++) {
      double change =
          switch (directions[i]) {
            case FALLS -> -0.2;
            case RISES -> 0.2;
            default -> 0.001;
          };
      Interval interval = new Interval(change - 0.01, change + 0.01);
      steps.add(
          new Step("fc" + (i + 1), "fc" + (i + 2), change, interval, interval, directions[i]));
    }
    return new Curve("mean", false, steps);
  }

  private static LayerResult layer(String name, int inputs, int units) {
    Entropy entropy = new Entropy(1, 0.5, null, null);
    ClassStatistics all =
        new ClassStatistics(
            "all",
            10,
            entropy,
            entropy,
            new ImageEntropy(1, 0.5, 0, null, null, new double[5], new long[200]),
            new ImageEntropy.Sampled(null, null, 0),
            0,
            UnitStatistics.NONE,
            null,
            null);
    return new LayerResult(
        new LayerFacts(
            name,
            name,
            name,
            LayerResult.FULLY_CONNECTED,
            "Relu",
            1,
            units,
            new LayerWeights(inputs, (long) inputs * units + units, null),
            List.of(-1L, (long) units),
            null),
        new LayerResult.Observation("none", true, "output", 1, 0, 0, null),
        all,
        List.of(all),
        null,
        new float[0][],
        null,
        null,
        null,
        null);
  }

  private static LayerAdvice second(Direction raw, Direction standardized) {
    Direction[] steps = {raw, Direction.FALLS};
    Direction[] others = {standardized, Direction.FALLS};
    return Advisor.advise(result(new int[] {64, 32, 32, 10}, steps, others)).get(1);
  }

  @ParameterizedTest
  @CsvSource({
    "FALLS, KEEP, falls",
    "FLAT, COULD_GO, stays within the margin",
    "RISES, SHOULD_GO, rises",
    "UNDECIDED, UNDECIDED, too uncertainly",
  })
  void theDirectionOfTheRuleIsThePapers(Direction step, Action action, String words) {
    LayerAdvice advice = second(step, step);

    assertThat(PaperRule.of(step)).isEqualTo(action);
    assertThat(advice.action()).isEqualTo(action);
    assertThat(advice.standardized()).isEqualTo(action);
    assertThat(advice.evidence()).contains(words).doesNotContain("depends on scale");
  }

  @Test
  void aReadingThatDependsOnScaleSaysSo() {
    LayerAdvice advice = second(Direction.RISES, Direction.FALLS);

    assertThat(advice.action()).isEqualTo(Action.SHOULD_GO);
    assertThat(advice.standardized()).isEqualTo(Action.KEEP);
    assertThat(advice.evidence())
        .isEqualTo(
            "The entropy rises from fc1 (change +0.200, 95% +0.190 to +0.210); with every layer on"
                + " one scale it falls, so the reading depends on scale.");
  }

  @Test
  void firstAndLastStay() {
    Direction[] rises = {Direction.RISES, Direction.RISES};
    List<LayerAdvice> advice = Advisor.advise(result(new int[] {8, 8, 8, 8}, rises, rises));

    assertThat(advice).extracting(LayerAdvice::layer).containsExactly("fc1", "fc2", "fc3");
    assertThat(advice)
        .extracting(LayerAdvice::action)
        .containsExactly(Action.KEEP, Action.SHOULD_GO, Action.KEEP);
    assertThat(advice.get(2).savings()).isNull();
  }

  private static Ranking ranking(Function<String, Surgery> surgery) {
    Direction[] flat = {Direction.FLAT, Direction.RISES, Direction.FLAT, Direction.FALLS};
    AnalysisResult result = result(new int[] {8, 8, 8, 8, 8, 4}, flat, flat);
    return Ranking.of(result, Scoreboard.shipped(), surgery);
  }

  @Test
  void withoutIndicatorsTheDeepestIsRankedFirst() {
    Ranking ranking = ranking(layer -> Surgery.UNCHECKED);

    assertThat(ranking.ranked()).extracting(RankedLayer::name).containsExactly("fc4", "fc3", "fc2");
    assertThat(ranking.ranked()).extracting(RankedLayer::rank).containsExactly(1, 2, 3);
    assertThat(ranking.ranked()).extracting(RankedLayer::value).containsExactly(4.0, 3.0, 2.0);
    assertThat(ranking.ranked().get(1).rule().action()).isEqualTo(Action.SHOULD_GO);
    assertThat(ranking.staying()).extracting(RankedLayer::name).containsExactly("fc1", "fc5");
    Order.Cost first = Objects.requireNonNull(ranking.ranked().get(0).expected());
    assertThat(first.networks()).isEqualTo(20);
    assertThat(Objects.requireNonNull(first.interval()).low()).isLessThan(first.accuracy());
  }

  @Test
  void whatCannotBeTakenOutHasNoRank() {
    Ranking ranking =
        ranking(layer -> layer.equals("fc4") ? Surgery.refused("no") : Surgery.by("bypass"));

    assertThat(ranking.ranked()).extracting(RankedLayer::name).containsExactly("fc3", "fc2");
    assertThat(ranking.ranked()).extracting(RankedLayer::rank).containsExactly(1, 2);
    assertThat(ranking.staying().get(1).name()).isEqualTo("fc4");
    assertThat(ranking.staying().get(1).rank()).isNull();
  }

  @Test
  void withoutTrialsNothingIsRanked() {
    Direction[] flat = {Direction.FLAT, Direction.FALLS};
    AnalysisResult result = result(new int[] {8, 8, 8, 4}, flat, flat);
    Ranking ranking = Ranking.of(result, Optional.empty(), layer -> Surgery.UNCHECKED);

    assertThat(ranking.order()).isNull();
    assertThat(ranking.ranked()).isEmpty();
    assertThat(ranking.layers()).extracting(RankedLayer::name).containsExactly("fc1", "fc2", "fc3");
  }

  @Test
  void aSquareLayerSavesAllOfItself() {
    Savings savings = Objects.requireNonNull(second(Direction.FLAT, Direction.FLAT).savings());

    assertThat(savings).isEqualTo(new Savings("bypass", 32 * 32 + 32, 32 * 32));
  }

  @Test
  void aLayerThatChangesTheWidthIsFoldedAndMayCost() {
    Direction[] flat = {Direction.FLAT, Direction.FLAT};
    Savings narrows =
        Advisor.advise(result(new int[] {8, 64, 32, 10}, flat, flat)).get(1).savings();
    Savings bottleneck =
        Advisor.advise(result(new int[] {8, 64, 4, 100}, flat, flat)).get(1).savings();

    // 64 -> 32 -> 10 becomes 64 -> 10.
    assertThat(narrows)
        .isEqualTo(new Savings("fold", 64 * 32 + 32 + 320 + 10 - 640 - 10, 2048 + 320 - 640));
    // 64 -> 4 -> 100 becomes 64 -> 100, which is more.
    assertThat(Objects.requireNonNull(bottleneck).parameters()).isEqualTo(256 + 4 + 400 - 6400);
    assertThat(bottleneck.multiplyAdds()).isNegative();
  }
}
