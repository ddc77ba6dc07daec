package io.entroscope.result.layer;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
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
 * <p>In JSON the parts' fields stand side by side, each under its component's name and its own: the
 * normalised pattern entropy is {@code patternEntropyNormalized}, its value {@code patternEntropy}.
 *
 * @param className {@code all} for all images together; {@code label} in JSON
 * @param images how many images the numbers are from
 * @param patternEntropy H of the pattern
 * @param patternEntropyStandardized H of the pattern of standardised activations
 * @param imageEntropy H of single images
 * @param imageEntropyStandardized H of single images' standardised activations
 * @param neverActive the share of units that no image of the class made positive, in [0, 1]
 * @param units what each unit gave
 * @param activationHistogram per unit, its images by activation probability (the unit's share of
 *     one image's softmax): the index of the first bin that is not empty, then the counts from
 *     there to the last that is not; null if not kept
 * @param indicators what else the class's images say of the layer; null if not asked for
 */
@JsonPropertyOrder({
  "label",
  "images",
  "patternEntropy",
  "patternEntropyStandardized",
  "imageEntropy",
  "imageEntropyStandardized",
  "neverActive",
  "units",
  "activationHistogram",
  "indicators"
})
public record ClassStatistics(
    @JsonProperty("label") String className,
    long images,
    @JsonUnwrapped(prefix = "patternEntropy") Entropy patternEntropy,
    @JsonUnwrapped(prefix = "patternEntropyStandardized") Entropy patternEntropyStandardized,
    @JsonUnwrapped(prefix = "imageEntropy") ImageEntropy imageEntropy,
    @JsonUnwrapped(prefix = "imageEntropyStandardized")
        ImageEntropy.Sampled imageEntropyStandardized,
    double neverActive,
    @JsonUnwrapped UnitStatistics units,
    long @Nullable [][] activationHistogram,
    @Nullable ClassIndicators indicators) {}
