package io.entroscope.stats.inference;

/**
 * The score interval of a share: E. B. Wilson, "Probable Inference, the Law of Succession, and
 * Statistical Inference", Journal of the American Statistical Association 22 (1927).
 */
public final class Wilson {
  private static final double Z = Normal.Z95;

  private Wilson() {}

  /**
   * The 95% interval of a share.
   *
   * @param hits of {@code trials}
   * @param trials at least 1
   */
  public static Range interval(long hits, long trials) {
    return interval((double) hits / trials, trials);
  }

  /**
   * The same.
   *
   * @param share of the trials, in [0, 1]
   * @param trials at least 1
   */
  public static Range interval(double share, long trials) {
    if (trials < 1 || !(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("a share of " + share + " of " + trials + " trials");
    }
    double n = trials;
    double z2 = Z * Z;
    double centre = share + z2 / (2 * n);
    double half = Z * Math.sqrt(share * (1 - share) / n + z2 / (4 * n * n));
    double divisor = 1 + z2 / n;
    // Of none and of all, an end is the share itself, which rounding would put beside it.
    return new Range(
        share == 0 ? 0 : Range.SHARE.hold((centre - half) / divisor),
        share == 1 ? 1 : Range.SHARE.hold((centre + half) / divisor));
  }
}
