package io.entroscope.result.layer;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.entroscope.result.AnalysisResult;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was seen of one layer. The statistics stand directly in the layer (after the activation
 * function unless {@code at} says otherwise; of the last layer, its logits); when both sides were
 * asked for, {@code preactivation} holds those before it. In JSON the fields of the layer's facts
 * and of its observation stand beside the others.
 *
 * @param facts what the layer is
 * @param observation how it was observed, and what it gave as a whole
 * @param all over the images of all classes together
 * @param classes by class, in index order
 * @param mean over the classes; null if not computed
 * @param samples {@code [samples, n]}: the activations of {@link AnalysisResult#samples}
 * @param preactivation the same before the activation function; null unless both were asked for
 * @param featureMaps of a convolution: what its channels made of some of the sample images; null if
 *     not kept
 * @param maximization images made to excite single units; null if not made
 * @param indicators what else is known of the layer; null if not asked for
 */
@JsonPropertyOrder({
  "facts",
  "observation",
  "all",
  "classes",
  "mean",
  "samples",
  "preactivation",
  "featureMaps",
  "maximization",
  "indicators"
})
public record LayerResult(
    @JsonUnwrapped LayerFacts facts,
    @JsonUnwrapped Observation observation,
    ClassStatistics all,
    List<ClassStatistics> classes,
    @Nullable ClassMean mean,
    float[][] samples,
    @Nullable Preactivation preactivation,
    @Nullable List<FeatureMap> featureMaps,
    @Nullable Maximization maximization,
    @Nullable LayerIndicators indicators) {
  /** The word for a fully connected layer. */
  public static final String FULLY_CONNECTED = "fully-connected";

  /** The word for a convolution. */
  public static final String CONVOLUTION = "convolution";

  /** The word for a residual block, of which the stream behind it is observed. */
  public static final String BLOCK = "block";

  public LayerResult {
    classes = List.copyOf(classes);
    featureMaps = featureMaps == null ? null : List.copyOf(featureMaps);
  }

  /** {@link LayerFacts#name}. */
  public String name() {
    return facts.name();
  }

  /** {@link LayerFacts#kind}. */
  public String kind() {
    return facts.kind();
  }

  /** {@link LayerFacts#units}. */
  public int units() {
    return facts.units();
  }

  /** {@link Observation#inVerdict}. */
  public boolean inVerdict() {
    return observation.inVerdict();
  }

  /** The same with images made to excite its units. */
  public LayerResult withMaximization(Maximization other) {
    return new LayerResult(
        facts,
        observation,
        all,
        classes,
        mean,
        samples,
        preactivation,
        featureMaps,
        other,
        indicators);
  }

  /**
   * How a layer was observed, and what it gave as a whole.
   *
   * @param pooling how positions were reduced to units: "none", {@code mean} or {@code masked-mean}
   * @param inVerdict whether the layer is part of the curve that the verdict reads
   * @param at {@code output} or {@code preactivation}
   * @param rms the root mean square of the layer's activations over all images and units, by which
   *     the standardised quantities divide
   * @param nonFinite images that gave a NaN or infinite activation here; they enter no other number
   * @param neverActive the share of units that no image made positive, in [0, 1]
   * @param histogramEdges the bin edges of {@link ClassStatistics#activationHistogram}, as
   *     probabilities, from 0 to 1; null if histograms were not kept
   * @param quantization what the integers stand for that the observed tensor holds, is made of or
   *     goes on as; null if there are none, or their scale depends on the input
   */
  public record Observation(
      String pooling,
      boolean inVerdict,
      String at,
      double rms,
      long nonFinite,
      double neverActive,
      double @Nullable [] histogramEdges,
      @Nullable Quantization quantization) {
    /** Of a layer that is not quantised. */
    public Observation(
        String pooling,
        boolean inVerdict,
        String at,
        double rms,
        long nonFinite,
        double neverActive,
        double @Nullable [] histogramEdges) {
      this(pooling, inVerdict, at, rms, nonFinite, neverActive, histogramEdges, null);
    }

    /** The same without the edges of histograms that are not kept. */
    public Observation withoutHistograms() {
      return new Observation(
          pooling, inVerdict, at, rms, nonFinite, neverActive, null, quantization);
    }
  }

  /**
   * The statistics of a layer before its activation function; fields as in {@link LayerResult}.
   *
   * @param tensor the observed tensor's name
   * @param rms root mean square of the activations
   * @param nonFinite images left out for a NaN or infinite activation
   * @param neverActive the share of units that no image made positive
   * @param all over all images
   * @param classes by class
   * @param samples {@code [samples, n]}
   * @param indicators what else is known of it; null if not asked for
   */
  public record Preactivation(
      String tensor,
      double rms,
      long nonFinite,
      double neverActive,
      ClassStatistics all,
      List<ClassStatistics> classes,
      float[][] samples,
      @Nullable LayerIndicators indicators) {
    public Preactivation {
      classes = List.copyOf(classes);
    }
  }
}
