package io.entroscope.core.indicator.internal;

import java.util.Arrays;

/**
 * Bounds of what a layer says of its input, from kernels around its images, from one pass over
 * every two images.
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

  /** From here on down the exponential is 0. */
  private static final double LEAST = -746;

  /**
   * The bounds of sampled images.
   *
   * @param products of them, less their mean, {@code [m, m]}
   * @param units n
   * @param classes {@code [m]}
   */
  public static PairwiseBounds of(Gram products, int units, int[] classes) {
    int m = products.images();
    double[] squares = products.squares();
    double variance = Arrays.stream(squares).sum() / m / units;
    double scale = -1 / (LOWER * NOISE * variance);
    double[] above = ones(m);
    double[] below = ones(m);
    double[] within = ones(m);
    double[] distances = new double[m];
    for (int i = 0; i < m; i++) {
      products.squaredDistances(squares, i, distances, 0);
      for (int j = i + 1; j < m; j++) {
        double exponent = variance == 0 ? 0 : distances[j - i - 1] * scale;
        if (exponent > LEAST) {
          double far = Math.exp(exponent);
          // The other bound has a quarter of σ².
          double near = far * far * (far * far);
          below[i] += far;
          below[j] += far;
          above[i] += near;
          above[j] += near;
          double same = classes[i] == classes[j] ? near : 0;
          within[i] += same;
          within[j] += same;
        }
      }
    }
    int[] all = new int[m];
    Arrays.fill(all, m);
    return new PairwiseBounds(
        information(above, all), information(below, all), information(within, sizes(classes)), m);
  }

  private static double[] ones(int count) {
    double[] ones = new double[count];
    Arrays.fill(ones, 1);
    return ones;
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
