package io.entroscope.stats;

/**
 * All that was seen of one layer: what the estimators need, and all of it mergeable. Immutable.
 *
 * @param sums the floating-point half
 * @param counts the counting half
 * @param samples the sampled images' activations
 */
public record LayerState(LayerSums sums, LayerCounts counts, LayerSamples samples) {}
