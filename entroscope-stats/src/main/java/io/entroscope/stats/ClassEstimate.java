package io.entroscope.stats;

import java.util.OptionalDouble;

/**
 * What the images of one class, or all images, say of one layer of n units. Entropies are in nats.
 *
 * @param images how many images of finite activation
 * @param patternEntropy of the softmax of the mean activation (the paper's eq. (1))
 * @param patternEntropyStandardized the same of activations divided by the layer's RMS
 * @param imageEntropy moments of the entropy of one image's softmax
 * @param imageEntropyMean their mean again, with what leaving out each group makes of it
 * @param imageEntropyHistogram {@code [EntropyBins.COUNT]}
 * @param imageEntropyStandardized the moments over the sampled images, of activations divided by
 *     the layer's RMS
 * @param neverActive the share of units that no image made positive, in [0, 1]
 * @param mean {@code [n]}: the mean activation
 * @param pattern {@code [n]}: its softmax
 * @param wins {@code [n]}: images in which the unit has the largest activation
 */
public record ClassEstimate(
    long images,
    Replicated patternEntropy,
    Replicated patternEntropyStandardized,
    Moments imageEntropy,
    Replicated imageEntropyMean,
    long[] imageEntropyHistogram,
    Moments imageEntropyStandardized,
    double neverActive,
    double[] mean,
    double[] pattern,
    long[] wins) {
  /** The standard error of the mean image entropy, in nats; empty for a single image. */
  public OptionalDouble imageEntropyStandardError() {
    return imageEntropy.count() < 2
        ? OptionalDouble.empty()
        : OptionalDouble.of(imageEntropy.standardError());
  }
}
