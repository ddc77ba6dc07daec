package io.entroscope.stats.block;

/**
 * A map {@code y = xW + b} of rows, such as the replacement of a block. Its arrays are its own; who
 * gets them leaves them as they are.
 *
 * @param weights {@code [inputs][outputs]}: W
 * @param bias {@code [outputs]}: b
 */
public record AffineMap(double[][] weights, double[] bias) {
  /** The width of x. */
  public int inputs() {
    return weights.length;
  }

  /** The width of y. */
  public int outputs() {
    return bias.length;
  }

  /**
   * What the map makes of a row.
   *
   * @param x {@code [inputs]}
   * @return {@code [outputs]}
   */
  public double[] apply(float[] x) {
    double[] y = bias.clone();
    for (int i = 0; i < weights.length; i++) {
      for (int j = 0; j < y.length; j++) {
        y[j] += x[i] * weights[i][j];
      }
    }
    return y;
  }
}
