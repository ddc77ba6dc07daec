package io.entroscope.result.derived;

import io.entroscope.result.Interval;
import io.entroscope.stats.inference.McNemar;
import org.jspecify.annotations.Nullable;

/**
 * One number of a result minus the same of the first.
 *
 * @param result the index of the result
 * @param quantity what is compared
 * @param layer of which; null for the accuracy
 * @param first the number of the first result, over the images that both have where these are
 *     paired
 * @param change what has to be added to it
 * @param interval the 95% interval of the change; null if it is not known
 * @param paired whether it is from pairs of the same images, and not as of independent ones
 * @param probability McNemar's, of a difference of accuracies at least as large by chance; null for
 *     other quantities, and where images are not paired
 */
public record Difference(
    int result,
    Quantity quantity,
    @Nullable LayerPair layer,
    double first,
    double change,
    @Nullable Interval interval,
    boolean paired,
    @Nullable Double probability) {
  /** What is compared. */
  public enum Quantity {
    /** The share of images whose class is named. */
    ACCURACY,
    /** The normalised pattern entropy, averaged over the classes. */
    PATTERN_ENTROPY,
    /** The normalised image entropy, averaged over the classes. */
    IMAGE_ENTROPY
  }

  /**
   * Whether the change is larger than its uncertainty: by McNemar's test where there is one, and
   * otherwise where its interval leaves out zero.
   */
  public boolean isLarger() {
    if (probability != null) {
      return probability < McNemar.LEVEL;
    }
    return interval != null && (interval.low() > 0 || interval.high() < 0);
  }
}
