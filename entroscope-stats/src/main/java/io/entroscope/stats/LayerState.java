package io.entroscope.stats;

import java.util.Optional;

/**
 * All that was seen of one layer: what the estimators need, and all of it mergeable. Immutable.
 *
 * @param sums the floating-point half
 * @param counts the counting half
 * @param samples the sampled images' activations
 * @param moments what indicators besides entropy need; empty unless they were asked for
 */
public record LayerState(
    LayerSums sums, LayerCounts counts, LayerSamples samples, Optional<SecondMoments> moments) {
  /** A state without second moments. */
  public LayerState(LayerSums sums, LayerCounts counts, LayerSamples samples) {
    this(sums, counts, samples, Optional.empty());
  }
}
