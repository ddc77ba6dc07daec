package io.entroscope.stats.inference;

/** Kendall's rank correlation. */
public final class Kendall {
  private Kendall() {}

  /**
   * τ-b: M. Kendall, "The Treatment of Ties in Ranking Problems" (1945).
   *
   * @param x {@code [n]}
   * @param y {@code [n]}
   * @return in [−1, 1]; NaN if one of them is constant
   */
  public static double tau(double[] x, double[] y) {
    long concordant = 0;
    long untiedX = 0;
    long untiedY = 0;
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < i; j++) {
        int a = Double.compare(x[i], x[j]);
        int b = Double.compare(y[i], y[j]);
        concordant += (long) Integer.signum(a) * Integer.signum(b);
        untiedX += a == 0 ? 0 : 1;
        untiedY += b == 0 ? 0 : 1;
      }
    }
    return concordant / Math.sqrt((double) untiedX * untiedY);
  }
}
