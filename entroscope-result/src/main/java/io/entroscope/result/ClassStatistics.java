package io.entroscope.result;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import org.jspecify.annotations.Nullable;

/**
 * What the images of one class (or all images) gave in one layer of n units. Entropies are in nats
 * unless the name says normalised (divided by f(n), by default log n, which maps them to [0, 1]).
 *
 * <p>The two orders of averaging are kept apart: <em>pattern</em> entropy is that of the softmax of
 * the class-mean activation (the paper's eq. (1)); <em>image</em> entropy is that of one image's
 * softmax, averaged over the images afterwards. Standardised means: activations divided by the
 * layer's RMS first.
 *
 * @param label the class's name; {@code all} for all images together
 * @param images how many images the numbers are from
 * @param patternEntropy H of the pattern
 * @param patternEntropyNormalized H / f(n)
 * @param patternEntropyStandardError the jackknife's, in nats; null where it cannot be trusted
 * @param patternEntropyInterval the 95% confidence interval, in nats; null where it cannot be
 *     trusted
 * @param patternEntropyStandardized H of the pattern of standardised activations
 * @param patternEntropyStandardizedNormalized the same divided by f(n)
 * @param patternEntropyStandardizedStandardError the jackknife's, in nats; null where it cannot be
 *     trusted
 * @param patternEntropyStandardizedInterval the 95% confidence interval, in nats; null where it
 *     cannot be trusted
 * @param imageEntropyMean the mean over images
 * @param imageEntropyMeanNormalized the same divided by f(n)
 * @param imageEntropyStandardDeviation over images (population)
 * @param imageEntropyStandardError of the mean; null for a single image
 * @param imageEntropyInterval the 95% confidence interval of the mean, in nats, from that standard
 *     error with the skewness taken out first (P. Hall, 1992), so that it reaches farther towards
 *     the long tail; null where it cannot be trusted
 * @param imageEntropyQuantiles at 5, 25, 50, 75 and 95%, read from finer bins than those of {@code
 *     imageEntropyHistogram}: exact to a half per cent of log n, and below that to a fifth of
 *     themselves
 * @param imageEntropyHistogram images by image entropy, in equal bins from 0 to log n
 * @param imageEntropyStandardizedMean the mean image entropy of standardised activations, over the
 *     sampled images; null without samples
 * @param imageEntropyStandardizedMeanNormalized the same divided by f(n)
 * @param imageEntropyStandardizedImages how many sampled images that mean is over
 * @param neverActive the share of units that no image of the class made positive, in [0, 1]
 * @param meanActivation {@code [n]}: the class-mean activation; null if too large to keep
 * @param pattern {@code [n]}: its softmax, the paper's activation pattern
 * @param wins {@code [n]}: images in which the unit has the largest activation (the first of
 *     equals)
 * @param activationHistogram per unit, its images by activation probability (the unit's share of
 *     one image's softmax): the index of the first bin that is not empty, then the counts from
 *     there to the last that is not; null if not kept
 * @param indicators what else the class's images say of the layer; null if not asked for
 */
@JsonPropertyOrder({
  "label",
  "images",
  "patternEntropy",
  "patternEntropyNormalized",
  "patternEntropyStandardError",
  "patternEntropyInterval",
  "patternEntropyStandardized",
  "patternEntropyStandardizedNormalized",
  "patternEntropyStandardizedStandardError",
  "patternEntropyStandardizedInterval",
  "imageEntropyMean",
  "imageEntropyMeanNormalized",
  "imageEntropyStandardDeviation",
  "imageEntropyStandardError",
  "imageEntropyInterval",
  "imageEntropyQuantiles",
  "imageEntropyHistogram",
  "imageEntropyStandardizedMean",
  "imageEntropyStandardizedMeanNormalized",
  "imageEntropyStandardizedImages",
  "neverActive",
  "meanActivation",
  "pattern",
  "wins",
  "activationHistogram",
  "indicators"
})
public record ClassStatistics(
    String label,
    long images,
    double patternEntropy,
    double patternEntropyNormalized,
    @Nullable Double patternEntropyStandardError,
    @Nullable Interval patternEntropyInterval,
    double patternEntropyStandardized,
    double patternEntropyStandardizedNormalized,
    @Nullable Double patternEntropyStandardizedStandardError,
    @Nullable Interval patternEntropyStandardizedInterval,
    double imageEntropyMean,
    double imageEntropyMeanNormalized,
    double imageEntropyStandardDeviation,
    @Nullable Double imageEntropyStandardError,
    @Nullable Interval imageEntropyInterval,
    double[] imageEntropyQuantiles,
    long[] imageEntropyHistogram,
    @Nullable Double imageEntropyStandardizedMean,
    @Nullable Double imageEntropyStandardizedMeanNormalized,
    long imageEntropyStandardizedImages,
    double neverActive,
    float @Nullable [] meanActivation,
    float @Nullable [] pattern,
    long @Nullable [] wins,
    long @Nullable [][] activationHistogram,
    @Nullable ClassIndicators indicators) {}
