package io.entroscope.result.layer;

import io.entroscope.result.Interval;
import org.jspecify.annotations.Nullable;

/**
 * The mean over the classes, each counting the same, of a layer's normalised entropies: the points
 * of the curve over depth.
 *
 * @param pattern of the pattern entropy
 * @param patternStandardized of the pattern entropy of standardised activations
 * @param image of the mean image entropy
 */
public record ClassMean(Mean pattern, Mean patternStandardized, Mean image) {
  /**
   * One mean and how well it is known.
   *
   * @param value the mean of the normalised entropies
   * @param standardError the jackknife's, or of image entropies that of independent images; null
   *     where it cannot be trusted
   * @param interval the 95% confidence interval; null where it cannot be trusted
   */
  public record Mean(double value, @Nullable Double standardError, @Nullable Interval interval) {}
}
