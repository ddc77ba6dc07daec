package io.entroscope.core.indicator.internal;

import java.util.Arrays;

/**
 * Bounds of what a layer says of its input, from kernels around its images.
 *
 * @param above of I(X; T), from above
 * @param below of I(X; T), from below
 * @param withinClasses the mean over the classes of the bound from above among their images alone
 * @param images m
 */
public record PairwiseBounds(double above, double below, double withinClasses, int images) {
  /** Of the mean variance of a unit. */
  public static final double NOISE = 0.1;

  /** Of σ², by which the squared distance is divided for the bound from below. */
  private static final double LOWER = 8;

  /** For that from above. */
  private static final double UPPER = 2;

  /**
   * The bounds of sampled images.
   *
   * @param products of them, less their mean, {@code [m, m]}
   * @param units n
   * @param classes {@code [m]}
   */
  public static PairwiseBounds of(Gram products, int units, int[] classes) {
    int m = products.images();
    double variance = Arrays.stream(products.squares()).sum() / m / units;
    if (variance == 0) {
      return new PairwiseBounds(0, 0, 0, m);
    }
    double wide = LOWER * NOISE * variance;
    double narrow = UPPER * NOISE * variance;
    double[] above = products.kernelSums(narrow);
    double[] below = products.kernelSums(wide);
    double[] within = products.kernelSums(narrow, classes);
    int[] all = new int[m];
    Arrays.fill(all, m);
    return new PairwiseBounds(
        information(above, all), information(below, all), information(within, sizes(classes)), m);
  }

  /** {@code [m]}: how many images the class of each has. */
  private static int[] sizes(int[] classes) {
    int[] images = new int[Arrays.stream(classes).max().orElse(0) + 1];
    Arrays.stream(classes).forEach(c -> images[c]++);
    return Arrays.stream(classes).map(c -> images[c]).toArray();
  }

  /** {@code −1/m Σᵢ ln sumᵢ / countᵢ}. */
  private static double information(double[] sums, int[] counts) {
    double information = 0;
    for (int i = 0; i < sums.length; i++) {
      information -= Math.log(sums[i] / counts[i]) / sums.length;
    }
    return information;
  }
}
