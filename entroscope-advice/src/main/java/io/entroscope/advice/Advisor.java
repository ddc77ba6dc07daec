package io.entroscope.advice;

import io.entroscope.result.AnalysisResult;
import io.entroscope.result.Interval;
import io.entroscope.result.Verdict;
import io.entroscope.result.Verdict.Direction;
import io.entroscope.result.Verdict.Reading;
import io.entroscope.result.Verdict.Step;
import io.entroscope.result.layer.LayerIndicators;
import io.entroscope.result.layer.LayerResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Reads from a result what to do with each fully connected layer. */
public final class Advisor {
  private final List<LayerResult> layers;
  private final Verdict verdict;

  private Advisor(List<LayerResult> layers, Verdict verdict) {
    this.layers = layers;
    this.verdict = verdict;
  }

  /**
   * The advice for each layer of the verdict's curve, in order of depth; empty if the result has no
   * verdict.
   */
  public static List<LayerAdvice> advise(AnalysisResult result) {
    Verdict verdict = result.verdict();
    if (verdict == null) {
      return List.of();
    }
    return new Advisor(result.layers().stream().filter(LayerResult::inVerdict).toList(), verdict)
        .advise();
  }

  /**
   * The order in which a scoreboard's winner would take layers out; empty if it has none, if there
   * are not two layers to choose between, or if the result lacks the indicators.
   */
  public static Optional<Lead> lead(AnalysisResult result, Scoreboard board) {
    Verdict verdict = result.verdict();
    List<LayerResult> curve = result.layers().stream().filter(LayerResult::inVerdict).toList();
    if (verdict == null
        || curve.size() < 4
        || curve.stream().anyMatch(layer -> layer.indicators() == null)) {
      return Optional.empty();
    }
    return board
        .winner()
        .map(winner -> new Lead(winner, board.networks(), order(verdict, curve, winner)));
  }

  /** All but the first and the last, the highest score first; of equal ones the deeper. */
  private static List<String> order(
      Verdict verdict, List<LayerResult> curve, Scoreboard.Winner winner) {
    List<Map<String, Double>> scores =
        IntStream.range(1, curve.size() - 1)
            .mapToObj(i -> Indicator.scores(verdict, curve.get(i - 1), curve.get(i), i - 1))
            .toList();
    List<Double> ranks = winner.choice().scores(scores);
    return IntStream.range(0, ranks.size())
        .boxed()
        .sorted(Comparator.<Integer>comparingDouble(i -> -ranks.get(i)).thenComparing(i -> -i))
        .map(i -> curve.get(i + 1).name())
        .toList();
  }

  private List<LayerAdvice> advise() {
    List<LayerAdvice> advice = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      LayerResult layer = layers.get(i);
      if (i == layers.size() - 1) {
        advice.add(kept(layer, "It gives the model's output, so it must stay."));
      } else if (i == 0) {
        advice.add(
            kept(
                layer,
                "The curve begins here, so the rule says nothing of it, and nothing speaks for"
                    + " taking it out."));
      } else {
        advice.add(advise(i));
      }
    }
    return advice;
  }

  private static LayerAdvice kept(LayerResult layer, String evidence) {
    return new LayerAdvice(layer.name(), Action.KEEP, null, evidence, null);
  }

  private LayerAdvice advise(int i) {
    LayerResult layer = layers.get(i);
    Step raw = verdict.average().steps().get(i - 1);
    Reading reading = verdict.standardized();
    Direction other = reading == null ? null : reading.average().steps().get(i - 1).direction();
    return new LayerAdvice(
        layer.name(),
        PaperRule.of(raw.direction()),
        other == null ? null : PaperRule.of(other),
        evidence(layer, raw, other),
        Savings.of(layer, layers.get(i + 1)));
  }

  private static String evidence(LayerResult layer, Step raw, @Nullable Direction other) {
    StringBuilder text = new StringBuilder();
    boolean told = raw.direction() != Direction.UNDECIDED;
    text.append("The entropy ").append(told ? words(raw.direction()) : "changes").append(" by ");
    text.append(String.format(Locale.ROOT, "%+.3f", raw.change()));
    Interval interval = raw.interval();
    if (interval != null) {
      text.append(
          String.format(Locale.ROOT, " (95%% %+.3f to %+.3f)", interval.low(), interval.high()));
    }
    text.append(" from ").append(raw.from());
    if (!told) {
      text.append(", too little or too uncertainly to tell");
    }
    if (other != null && other != raw.direction()) {
      text.append("; with every layer on one scale it ").append(words(other));
      text.append(", so the reading depends on scale");
    }
    LayerIndicators indicators = layer.indicators();
    if (indicators != null) {
      text.append(beside(indicators));
    }
    return text.append('.').toString();
  }

  private static String words(Direction direction) {
    return switch (direction) {
      case FALLS -> "falls";
      case FLAT -> "stays within the margin";
      case RISES -> "rises";
      case UNDECIDED -> "changes too little or too uncertainly to tell";
    };
  }

  private static String beside(LayerIndicators indicators) {
    StringBuilder text =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "; effective rank %.1f, on/off entropy %.2f bits",
                indicators.spectrum().effectiveRank(),
                indicators.onOffEntropy()));
    if (indicators.probe() != null) {
      text.append(String.format(Locale.ROOT, ", linear probe %.3f", indicators.probe().accuracy()));
    }
    LayerIndicators.FromPrevious previous = indicators.fromPrevious();
    if (previous != null && previous.cka() != null) {
      text.append(
          String.format(Locale.ROOT, ", alignment with %s %.2f", previous.layer(), previous.cka()));
    }
    return text.toString();
  }
}
