package io.entroscope.core.estimate;

import io.entroscope.result.Verdict.Reading;

/**
 * The same steps of three entropies.
 *
 * @param pattern of the softmax of the mean activation, which the paper reads
 * @param standardized of standardised activations, which do not see the scale of a layer
 * @param image of single images, averaged
 */
record Readings(Reading pattern, Reading standardized, Reading image) {}
