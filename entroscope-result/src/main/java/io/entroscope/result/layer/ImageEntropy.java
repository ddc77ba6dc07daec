package io.entroscope.result.layer;

import io.entroscope.result.Interval;
import org.jspecify.annotations.Nullable;

/**
 * The entropies of single images' softmax, over the images, in nats.
 *
 * @param mean over the images
 * @param meanNormalized the same divided by f(n)
 * @param standardDeviation over the images (population)
 * @param standardError of the mean; null for a single image
 * @param interval the 95% confidence interval of the mean, from that standard error with the
 *     skewness taken out first (P. Hall, 1992), so that it reaches farther towards the long tail;
 *     null where it cannot be trusted
 * @param quantiles at 5, 25, 50, 75 and 95%, read from finer bins than those of {@code histogram}:
 *     exact to a half per cent of log n, and below that to a fifth of themselves
 * @param histogram images by entropy, in equal bins from 0 to log n
 */
public record ImageEntropy(
    double mean,
    double meanNormalized,
    double standardDeviation,
    @Nullable Double standardError,
    @Nullable Interval interval,
    double[] quantiles,
    long[] histogram) {
  /**
   * The same of standardised activations, known of the sampled images only.
   *
   * @param mean over the sampled images, in nats; null without samples
   * @param meanNormalized the same divided by f(n)
   * @param images how many sampled images that mean is over
   */
  public record Sampled(@Nullable Double mean, @Nullable Double meanNormalized, long images) {}
}
