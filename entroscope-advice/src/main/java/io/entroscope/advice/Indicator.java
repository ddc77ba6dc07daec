package io.entroscope.advice;

import io.entroscope.result.Verdict;
import io.entroscope.result.Verdict.Step;
import io.entroscope.result.layer.LayerIndicators;
import io.entroscope.result.layer.LayerResult;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What each indicator says of a layer, as a score: the higher, the sooner the layer should go. The
 * direction of each is that of those who proposed it.
 */
public final class Indicator {
  /** The paper's: where the pattern entropy rises most, the layer does most harm. */
  public static final String ENTROPY_STEP = "entropy step";

  /** The same of standardised activations. */
  public static final String STANDARDIZED_STEP = "entropy step, standardised";

  /** The same of the mean image entropy. */
  public static final String IMAGE_STEP = "image entropy step";

  /** A layer of few effective directions. */
  public static final String RANK = "low effective rank";

  /** A layer that loses directions. */
  public static final String RANK_STEP = "fall of effective rank";

  /** A layer of which a small share of the directions holds 99% of the variance. */
  public static final String SATURATION = "low saturation";

  /** EASIER's and NEPENTHE's: the layer of lowest on/off entropy goes. */
  public static final String ON_OFF = "low on/off entropy";

  /** A layer that hardly turns its input; where the widths differ it has no score. */
  public static final String ANGLE = "small angular distance";

  /** A layer that is like the one before. */
  public static final String ALIGNMENT = "alignment with the layer before";

  /** A layer after which a linear probe reads the label no better than before. */
  public static final String PROBE = "no gain of a linear probe";

  /** The largest layer. */
  public static final String SIZE = "size";

  /** The deepest layer: what needs no look at any activation. */
  public static final String DEPTH = "depth";

  private Indicator() {}

  /**
   * The scores of a layer, by the name of the indicator.
   *
   * @param verdict of a result made with indicators
   * @param before the layer before, in the curve
   * @param layer the layer
   * @param step its place among the verdict's steps
   */
  public static Map<String, Double> scores(
      Verdict verdict, LayerResult before, LayerResult layer, int step) {
    LayerIndicators of = Objects.requireNonNull(layer.indicators(), "no indicators");
    LayerIndicators previous = Objects.requireNonNull(before.indicators(), "no indicators");
    Map<String, Double> scores = new LinkedHashMap<>();
    scores.put(ENTROPY_STEP, change(verdict.average().steps().get(step)));
    if (verdict.standardized() != null) {
      scores.put(STANDARDIZED_STEP, change(verdict.standardized().average().steps().get(step)));
    }
    if (verdict.image() != null) {
      scores.put(IMAGE_STEP, change(verdict.image().average().steps().get(step)));
    }
    double rank = of.spectrum().effectiveRank();
    scores.put(RANK, -rank);
    scores.put(RANK_STEP, previous.spectrum().effectiveRank() - rank);
    scores.put(SATURATION, -of.spectrum().saturation99());
    scores.put(ON_OFF, -of.onOffEntropy().value());
    LayerIndicators.FromPrevious beside = of.sampled().fromPrevious();
    if (beside != null && beside.angularDistance() != null) {
      scores.put(ANGLE, -beside.angularDistance());
    }
    if (beside != null && beside.cka() != null) {
      scores.put(ALIGNMENT, beside.cka());
    }
    if (of.sampled().probe() != null && previous.sampled().probe() != null) {
      scores.put(PROBE, previous.sampled().probe().accuracy() - of.sampled().probe().accuracy());
    }
    scores.put(SIZE, (double) layer.facts().parameters());
    scores.put(DEPTH, (double) step);
    return scores;
  }

  /**
   * What an indicator measures: its name without the direction that speaks for taking a layer out.
   */
  public static String quantity(String indicator) {
    return indicator.replaceFirst("^(low|small) ", "");
  }

  /** The measured quantity behind a score; of depth, the layer's place in the curve, from 1. */
  static double value(String indicator, double score) {
    if (indicator.equals(DEPTH)) {
      return score + 2;
    }
    return quantity(indicator).equals(indicator) ? score : -score;
  }

  private static double change(Step step) {
    return step.change();
  }
}
