package io.entroscope.stats.inference;

import java.util.function.IntToDoubleFunction;

/**
 * The delete-a-group jackknife for groups of unequal size: F. M. T. A. Busing, E. Meijer, R. van
 * der Leeden, "Delete-m Jackknife for Unequal m", Statistics and Computing 9 (1999), eq. (8). It
 * gives the standard error of any smooth statistic, also of a non-linear one.
 */
public final class Jackknife {
  /** Fewer non-empty groups than this give no standard error that deserves trust. */
  public static final int MIN_GROUPS = 10;

  private Jackknife() {}

  /**
   * The standard error of a statistic.
   *
   * @param sizes the number of images in each group; empty groups count for nothing
   * @param value the statistic over all images
   * @param without the statistic with group g left out
   * @return NaN if fewer than {@link #MIN_GROUPS} groups have images
   */
  public static double standardError(long[] sizes, double value, IntToDoubleFunction without) {
    int groups = 0;
    long images = 0;
    for (long size : sizes) {
      groups += size > 0 ? 1 : 0;
      images += size;
    }
    if (groups < MIN_GROUPS) {
      return Double.NaN;
    }
    double estimate = unbiased(sizes, value, without);
    double variance = 0;
    for (int g = 0; g < sizes.length; g++) {
      if (sizes[g] > 0) {
        double h = (double) images / sizes[g];
        double deviation = h * value - (h - 1) * without.applyAsDouble(g) - estimate;
        variance += deviation * deviation / (h - 1);
      }
    }
    return Math.sqrt(variance / groups);
  }

  /**
   * A statistic less its bias of order 1/N, eq. (7) there.
   *
   * @param sizes the number of images in each group
   * @param value the statistic over all images
   * @param without the statistic with group g left out
   */
  public static double unbiased(long[] sizes, double value, IntToDoubleFunction without) {
    long images = 0;
    int groups = 0;
    for (long size : sizes) {
      images += size;
      groups += size > 0 ? 1 : 0;
    }
    double estimate = groups * value;
    for (int g = 0; g < sizes.length; g++) {
      if (sizes[g] > 0) {
        estimate -= (1 - (double) sizes[g] / images) * without.applyAsDouble(g);
      }
    }
    return estimate;
  }
}
