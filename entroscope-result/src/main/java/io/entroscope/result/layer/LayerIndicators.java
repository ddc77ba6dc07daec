package io.entroscope.result.layer;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.Interval;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a layer besides the entropy of its activation patterns: the quantities that
 * others judge layers by. They are different quantities, never one score.
 *
 * @param images how many images the counts and the spectrum's means are over
 * @param spectrum of the covariance over the images of all classes
 * @param onOffEntropy of being above 0 or not, in bits
 * @param winnerEntropy of which unit has the largest activation, over all images, in nats, with the
 *     correction of G. Miller and W. Madow (1954): (occupied − 1) / 2N; normalised by ln n
 * @param labelInformation what units know of the label
 * @param patternDivergence the Jensen–Shannon divergence of the classes' activation patterns with
 *     equal weights (J. Lin, 1991, eq. (5.1)), in nats; normalised by ln C, which maps it to [0, 1]
 * @param dormant the share of units whose mean |activation| is at most 0.025 of the layer's: G.
 *     Sokar et al., "The Dormant Neuron Phenomenon" (ICML 2023), eq. (1)
 * @param sampled what single images are needed for
 * @param statistics what else was computed, by the name in {@link AnalysisResult#statistics};
 *     without those that the layer has no value of. Null in files written before there were any
 */
@JsonPropertyOrder({
  "images",
  "spectrum",
  "onOffEntropy",
  "winnerEntropy",
  "labelInformation",
  "patternDivergence",
  "dormant",
  "sampled",
  "statistics"
})
public record LayerIndicators(
    long images,
    Spectrum spectrum,
    @JsonUnwrapped(prefix = "onOffEntropy") OnOffEntropy onOffEntropy,
    @JsonUnwrapped(prefix = "winnerEntropy") Normalized winnerEntropy,
    @JsonUnwrapped(prefix = "labelInformation") LabelInformation labelInformation,
    @JsonUnwrapped(prefix = "patternDivergence") Normalized patternDivergence,
    double dormant,
    @JsonUnwrapped Sampled sampled,
    @Nullable Map<String, StatisticValue> statistics) {

  public LayerIndicators {
    // Map.copyOf would forget the order.
    statistics =
        statistics == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(statistics));
  }

  /**
   * The mean over units of the entropy of being above 0 or not, in bits: V. Quétu, Z. Liao, E.
   * Tartaglione, "The Simpler The Better" (EASIER, 2024), eq. (3); the same quantity ranks layers
   * in Z. Liao et al., "NEPENTHE" (2024).
   *
   * @param value over all images
   * @param withinClasses the mean over the classes of the same within a class
   */
  public record OnOffEntropy(double value, double withinClasses) {}

  /**
   * An entropy or divergence.
   *
   * @param value in nats
   * @param normalized in [0, 1]
   */
  public record Normalized(double value, double normalized) {}

  /**
   * The mutual information of a unit's being above 0 and the label, in nats, corrected as the
   * winner entropy is; may fall below 0 by that correction.
   *
   * @param value the mean over units
   * @param max the most that a single unit has
   */
  public record LabelInformation(double value, double max) {}

  /**
   * What a sample of single images says; null where none was kept.
   *
   * @param renyi matrix-based
   * @param probe how well a linear classifier reads the label from the layer
   * @param fromPrevious beside the layer before; null for the first too
   */
  public record Sampled(
      @Nullable Renyi renyi, @Nullable Probe probe, @Nullable FromPrevious fromPrevious) {}

  /**
   * The matrix-based Rényi entropy of order 2 of a sample of images: L. Sánchez Giraldo, M. Rao, J.
   * Príncipe, "Measures of Entropy from Data Using Infinitely Divisible Kernels" (2015), eq. (10),
   * with a Gaussian kernel as wide as the median distance of two images.
   *
   * @param entropy in nats
   * @param normalized divided by the logarithm of the number of images
   * @param images in the sample
   */
  public record Renyi(double entropy, double normalized, int images) {}

  /**
   * A ridge classifier on the layer's activations, fitted on all images but a fixed sample, and
   * tried on that sample.
   *
   * @param accuracy on the images tried
   * @param interval the 95% Wilson score interval
   * @param images tried
   * @param trainingImages fitted on
   * @param method {@code covariance}: fitted on all other images; {@code sample}: the layer is too
   *     wide for that, and one half of the sample was fitted on and the other tried, in turn
   * @param ridge added to the diagonal of the centred second moments, as a share of its mean
   */
  public record Probe(
      double accuracy,
      Interval interval,
      long images,
      long trainingImages,
      String method,
      double ridge) {}

  /**
   * A layer beside the one before it, over a fixed sample of images.
   *
   * @param layer the one before
   * @param cka linear centred kernel alignment, by the unbiased estimator: S. Kornblith et al.,
   *     "Similarity of Neural Network Representations Revisited" (ICML 2019), with HSIC₁ of L. Song
   *     et al. (2012), eq. (4); 1 for layers that differ by a rotation and a scale, near 0 for
   *     unrelated ones (below it by chance); null where a layer does not vary
   * @param angularDistance the mean over images of {@code arccos(cos(x, y)) / π}, in [0, 1]: A.
   *     Gromov et al., "The Unreasonable Ineffectiveness of the Deeper Layers" (2024), eq. (2);
   *     null unless both layers have the same width
   * @param images in the sample
   */
  public record FromPrevious(
      String layer, @Nullable Double cka, @Nullable Double angularDistance, int images) {}
}
