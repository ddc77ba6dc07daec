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
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads from a result what the paper's rule says of each fully connected layer. */
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

  private List<LayerAdvice> advise() {
    List<LayerAdvice> advice = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      LayerResult layer = layers.get(i);
      if (isBlock(layer)) {
        advice.add(
            kept(
                layer,
                "It is a residual block, and this ranking is of fully connected layers outside of"
                    + " blocks, the only ones that were tried."));
      } else if (i == layers.size() - 1) {
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

  /** Whether this is no layer but the stream behind a residual block. */
  static boolean isBlock(LayerResult layer) {
    return layer.kind().equals(LayerResult.BLOCK);
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
    text.append("The entropy ").append(told ? words(raw.direction()) : "changes");
    text.append(" from ").append(raw.from());
    text.append(String.format(Locale.ROOT, " (change %+.3f", raw.change()));
    Interval interval = raw.interval();
    if (interval != null) {
      text.append(
          String.format(Locale.ROOT, ", 95%% %+.3f to %+.3f", interval.low(), interval.high()));
    }
    text.append(')');
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
                indicators.onOffEntropy().value()));
    if (indicators.sampled().probe() != null) {
      text.append(
          String.format(
              Locale.ROOT, ", linear probe %.3f", indicators.sampled().probe().accuracy()));
    }
    LayerIndicators.FromPrevious previous = indicators.sampled().fromPrevious();
    if (previous != null && previous.cka() != null) {
      text.append(
          String.format(Locale.ROOT, ", alignment with %s %.2f", previous.layer(), previous.cka()));
    }
    return text.toString();
  }
}
