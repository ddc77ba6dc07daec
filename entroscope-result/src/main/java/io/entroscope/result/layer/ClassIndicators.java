package io.entroscope.result.layer;

import org.jspecify.annotations.Nullable;

/**
 * What else the images of one class say of a layer of n units.
 *
 * @param spectrum of the covariance of the class's activations; null if there are too many classes
 *     and units to keep it
 * @param onOffEntropy the mean over units of the entropy of being above 0 or not, in bits
 * @param winnerEntropy of which unit has the largest activation, in nats, with the correction of
 *     Miller and Madow
 * @param winnerEntropyNormalized the same divided by ln n
 */
public record ClassIndicators(
    @Nullable Spectrum spectrum,
    double onOffEntropy,
    double winnerEntropy,
    double winnerEntropyNormalized) {}
