package io.entroscope.stats;

/**
 * Products of units' activations, summed over a block of images: the one heavy step on the way to a
 * {@link Covariance}, left to whoever has a fast matrix product. The same block gives the same
 * bits.
 */
@FunctionalInterface
public interface CrossProducts {
  /**
   * Adds the upper triangle of {@code XᵀX}.
   *
   * @param x {@code [height, width]}, row by row; there may be more behind
   * @param total {@code [width (width + 1) / 2]}: the triangle row by row, the diagonal in it
   */
  void addUpper(float[] x, int height, int width, double[] total);
}
