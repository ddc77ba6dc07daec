package io.entroscope.stats.inference;

/**
 * The values that a statistic can have, or that an interval holds. What rounding puts an ulp
 * outside is taken back by {@link #hold}; nothing else keeps entropies and shares in their range.
 *
 * @param low the lowest
 * @param high the highest, not below {@code low}; either may be infinite
 */
public record Range(double low, double high) {
  /** Shares, accuracies and similarities. */
  public static final Range SHARE = new Range(0, 1);

  /** Every number. */
  public static final Range ALL = new Range(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

  public Range {
    if (!(low <= high)) {
      throw new IllegalArgumentException("no range: " + low + " to " + high);
    }
  }

  /** Entropies, in nats, over {@code outcomes} of them, at least 1: from 0 to its logarithm. */
  public static Range entropy(long outcomes) {
    return new Range(0, Math.log((double) outcomes));
  }

  /** The value if it lies inside, and else the nearer end; NaN stays NaN. */
  public double hold(double value) {
    return Math.min(Math.max(value, low), high);
  }

  /** The range with both ends held inside this one. */
  public Range hold(Range range) {
    return new Range(hold(range.low), hold(range.high));
  }

  /** Of this value divided by a positive constant. */
  public Range over(double divisor) {
    return new Range(low / divisor, high / divisor);
  }

  /** Of the difference of a value of this range and one of that. */
  public Range minus(Range that) {
    return new Range(low - that.high, high - that.low);
  }

  /** The smallest range that holds both. */
  public Range union(Range that) {
    return new Range(Math.min(low, that.low), Math.max(high, that.high));
  }
}
