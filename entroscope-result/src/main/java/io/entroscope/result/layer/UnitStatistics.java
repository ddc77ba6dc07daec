package io.entroscope.result.layer;

import org.jspecify.annotations.Nullable;

/**
 * What one class's images gave in each of a layer's n units; each array is null if it is too large
 * to keep.
 *
 * @param meanActivation {@code [n]}: the class-mean activation
 * @param pattern {@code [n]}: its softmax, the paper's activation pattern
 * @param wins {@code [n]}: images in which the unit has the largest activation (the first of
 *     equals)
 */
public record UnitStatistics(
    float @Nullable [] meanActivation, float @Nullable [] pattern, long @Nullable [] wins) {
  /** Of a class whose units are not kept. */
  public static final UnitStatistics NONE = new UnitStatistics(null, null, null);

  /** The same without the rest. */
  public UnitStatistics patternAlone() {
    return new UnitStatistics(null, pattern, null);
  }
}
