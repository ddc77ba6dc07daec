package io.entroscope.result.layer;

import org.jspecify.annotations.Nullable;

/**
 * What the integers q of a quantised layer stand for: (q − zeroPoint) · scale.
 *
 * @param scale the step from one integer to the next, in the units of the activations
 * @param zeroPoint the integer that stands for 0; null: 0, since the model has none
 */
public record Quantization(double scale, @Nullable Long zeroPoint) {}
