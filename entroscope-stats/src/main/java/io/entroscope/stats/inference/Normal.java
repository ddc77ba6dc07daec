package io.entroscope.stats.inference;

/** The normal distribution, for estimates whose error is taken as known. */
public final class Normal {
  /** The two-sided 95% quantile: |z| is at most this with a probability of 0.95. */
  static final double Z95 = 1.959963984540054;

  private Normal() {}

  /**
   * The 95% interval of an estimate.
   *
   * @param value the estimate
   * @param standardError finite and not negative
   */
  public static Range interval(double value, double standardError) {
    double half = Z95 * standardError;
    return new Range(value - half, value + half);
  }

  /**
   * The 95% interval of the difference of two independent estimates, {@code value − other}.
   *
   * @param value an estimate
   * @param standardError of it, finite and not negative
   * @param other what is subtracted
   * @param otherError of that, finite and not negative
   */
  public static Range difference(
      double value, double standardError, double other, double otherError) {
    return interval(value - other, Math.hypot(standardError, otherError));
  }
}
