package io.entroscope.core;

import io.entroscope.result.Interval;
import io.entroscope.stats.Range;

/** The accuracy of a classifier, and how well it is known. */
public final class Accuracy {
  private static final double Z95 = 1.959963984540054;

  private Accuracy() {}

  /**
   * The 95% score interval of a share: E. B. Wilson, "Probable Inference, the Law of Succession,
   * and Statistical Inference" (1927).
   *
   * @param hits of {@code trials}
   * @param trials at least 1
   */
  public static Interval wilson(long hits, long trials) {
    double n = trials;
    double p = hits / n;
    double z2 = Z95 * Z95;
    double centre = p + z2 / (2 * n);
    double half = Z95 * Math.sqrt(p * (1 - p) / n + z2 / (4 * n * n));
    double divisor = 1 + z2 / n;
    // Of none and of all, an end is the share itself, which rounding would put beside it.
    return new Interval(
        hits == 0 ? 0 : Range.SHARE.hold((centre - half) / divisor),
        hits == trials ? 1 : Range.SHARE.hold((centre + half) / divisor));
  }
}
