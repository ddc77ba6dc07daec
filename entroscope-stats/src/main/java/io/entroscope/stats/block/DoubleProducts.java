package io.entroscope.stats.block;

/** Products of a block of rows in double precision. */
final class DoubleProducts {
  /** So many rows are added in one pass over the sums. */
  private static final int AT_ONCE = 4;

  private DoubleProducts() {}

  /** As {@link io.entroscope.stats.CrossProducts} says. */
  static void addUpper(float[] x, int height, int width, double[] total) {
    double[][] rows = new double[AT_ONCE][width];
    for (int from = 0; from < height; from += AT_ONCE) {
      for (int r = 0; r < AT_ONCE; r++) {
        // Behind the last row, rows of zeros add nothing.
        for (int i = 0; i < width; i++) {
          rows[r][i] = from + r < height ? x[(from + r) * width + i] : 0;
        }
      }
      add(rows[0], rows[1], rows[2], rows[3], total);
    }
  }

  private static void add(double[] a, double[] b, double[] c, double[] d, double[] total) {
    int at = 0;
    for (int i = 0; i < a.length; i++) {
      double ai = a[i];
      double bi = b[i];
      double ci = c[i];
      double di = d[i];
      int start = at - i;
      for (int j = i; j < a.length; j++) {
        total[start + j] += (ai * a[j] + bi * b[j]) + (ci * c[j] + di * d[j]);
      }
      at += a.length - i;
    }
  }
}
