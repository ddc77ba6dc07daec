package io.entroscope.result;

import io.entroscope.stats.inference.Range;

/**
 * A confidence interval.
 *
 * @param low its lower end
 * @param high its upper end, not below {@code low}
 */
public record Interval(double low, double high) {
  public Interval {
    if (!(low <= high)) {
      throw new IllegalArgumentException("not an interval: " + low + " to " + high);
    }
  }

  /** An interval as statistics give it. */
  public static Interval of(Range range) {
    return new Interval(range.low(), range.high());
  }
}
