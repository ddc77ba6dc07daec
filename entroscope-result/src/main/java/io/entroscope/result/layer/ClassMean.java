package io.entroscope.result.layer;

import io.entroscope.result.Interval;
import java.util.List;
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
   * @param replicates the mean with each group of the jackknife left out in turn, from which the
   *     error of a difference between results of the same images follows; null where not kept
   */
  public record Mean(
      double value,
      @Nullable Double standardError,
      @Nullable Interval interval,
      @Nullable List<Double> replicates) {
    public Mean {
      replicates = replicates == null ? null : List.copyOf(replicates);
    }

    /** Without replicates. */
    public Mean(double value, @Nullable Double standardError, @Nullable Interval interval) {
      this(value, standardError, interval, null);
    }
  }
}
