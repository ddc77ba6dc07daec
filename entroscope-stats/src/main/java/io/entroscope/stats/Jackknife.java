package io.entroscope.stats;

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
    double estimate = groups * value;
    double[] replicates = new double[sizes.length];
    for (int g = 0; g < sizes.length; g++) {
      if (sizes[g] > 0) {
        replicates[g] = without.applyAsDouble(g);
        estimate -= (1 - (double) sizes[g] / images) * replicates[g];
      }
    }
    double variance = 0;
    for (int g = 0; g < sizes.length; g++) {
      if (sizes[g] > 0) {
        double h = (double) images / sizes[g];
        double deviation = h * value - (h - 1) * replicates[g] - estimate;
        variance += deviation * deviation / (h - 1);
      }
    }
    return Math.sqrt(variance / groups);
  }

  /**
   * The two-sided 95% quantile of Student's t distribution, by which a standard error from G groups
   * is multiplied, with G − 1 degrees of freedom: M. Abramowitz, I. A. Stegun, "Handbook of
   * Mathematical Functions", 26.7.5, within 0.001 from 9 degrees on.
   *
   * @param degrees of freedom, at least 9
   */
  public static double student95(int degrees) {
    if (degrees < MIN_GROUPS - 1) {
      throw new IllegalArgumentException(degrees + " degrees of freedom are too few");
    }
    double x = 1.959963984540054;
    double n = degrees;
    return x
        + (Math.pow(x, 3) + x) / (4 * n)
        + (5 * Math.pow(x, 5) + 16 * Math.pow(x, 3) + 3 * x) / (96 * n * n)
        + (3 * Math.pow(x, 7) + 19 * Math.pow(x, 5) + 17 * Math.pow(x, 3) - 15 * x)
            / (384 * n * n * n);
  }
}
