package io.entroscope.stats.block;

/**
 * What is to be known of two vectors to say how far one is from the other: their sums of products.
 *
 * @param xx ‖x‖²
 * @param yy ‖y‖²
 * @param xy x·y
 * @param change ‖y − x‖²
 */
public record VectorPair(double xx, double yy, double xy, double change) {

  /** Rows of two matrices, {@code x[from], …, x[from + width − 1]} and the same of y. */
  static VectorPair of(float[] x, float[] y, int from, int width) {
    double xx = 0;
    double yy = 0;
    double xy = 0;
    double change = 0;
    for (int i = from; i < from + width; i++) {
      xx += (double) x[i] * x[i];
      yy += (double) y[i] * y[i];
      xy += (double) x[i] * y[i];
      double apart = (double) y[i] - x[i];
      change += apart * apart;
    }
    return new VectorPair(xx, yy, xy, change);
  }

  /** Whether both have a direction: neither is 0. */
  public boolean haveDirections() {
    return xx > 0 && yy > 0;
  }

  /** The cosine of the angle between them, which must {@link #haveDirections have directions}. */
  public double cosine() {
    return cosine(xx, yy, xy);
  }

  /**
   * The cosine of the angle between two vectors that are not 0, from −1 to 1.
   *
   * @param xx ‖x‖²
   * @param yy ‖y‖²
   * @param xy x·y
   */
  public static double cosine(double xx, double yy, double xy) {
    return Math.max(-1, Math.min(1, xy / Math.sqrt(xx * yy)));
  }

  /** {@code ‖y − x‖ / ‖x‖}; x must not be 0. */
  public double relativeChange() {
    return Math.sqrt(change / xx);
  }
}
