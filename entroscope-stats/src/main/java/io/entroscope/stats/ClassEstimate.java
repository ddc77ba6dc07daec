package io.entroscope.stats;

import io.entroscope.stats.inference.Range;
import java.util.OptionalDouble;

/**
 * What the images of one class, or all images, say of one layer of n units. Entropies are in nats.
 *
 * @param images how many images of finite activation
 * @param patternEntropy of the softmax of the mean activation (the paper's eq. (1))
 * @param patternEntropyStandardized the same of activations divided by the layer's RMS
 * @param imageEntropy of one image's softmax
 * @param neverActive the share of units that no image made positive, in [0, 1]
 * @param mean {@code [n]}: the mean activation
 * @param pattern {@code [n]}: its softmax
 * @param wins {@code [n]}: images in which the unit has the largest activation
 */
public record ClassEstimate(
    long images,
    Replicated patternEntropy,
    Replicated patternEntropyStandardized,
    ImageEntropies imageEntropy,
    double neverActive,
    double[] mean,
    double[] pattern,
    long[] wins) {
  /**
   * The entropies of single images' softmax.
   *
   * @param moments over the images
   * @param mean the moments' mean again, with what leaving out each group makes of it: for
   *     differences of layers, over the same images
   * @param histogram {@code [EntropyBins.COUNT]}
   * @param standardized the moments over the sampled images, of activations divided by the layer's
   *     RMS
   */
  public record ImageEntropies(
      Moments moments, Replicated mean, long[] histogram, Moments standardized) {}

  /** The mean entropy of the sampled images' standardised activations; empty without samples. */
  public OptionalDouble imageEntropyStandardizedMean() {
    return imageEntropy.standardized().count() == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(Range.entropy(mean.length).hold(imageEntropy.standardized().mean()));
  }

  /** The mean image entropy, in nats, and how well it is known. */
  public MeanEstimate imageEntropyEstimate() {
    return MeanEstimate.of(imageEntropy.moments(), Range.entropy(mean.length));
  }
}
