package io.entroscope.stats.block;

/**
 * The solution of AX = B for a symmetric positive definite A by {@code A = UᵀU}, with inner loops
 * that run along rows, which Java's compiler vectorises. Written here because this module needs
 * nothing but the JDK.
 */
final class Cholesky {
  private Cholesky() {}

  /**
   * Solves in place.
   *
   * @param a {@code [n][n]}: A, its upper triangle; becomes U
   * @param b {@code [n][k]}: B; becomes X
   * @return whether A is positive definite; otherwise both arrays are spoilt
   */
  static boolean solve(double[][] a, double[][] b) {
    if (!decompose(a)) {
      return false;
    }
    int n = a.length;
    for (int k = 0; k < n; k++) {
      divide(b[k], a[k][k], 0);
      for (int i = k + 1; i < n; i++) {
        subtract(b[i], a[k][i], b[k], 0);
      }
    }
    for (int i = n - 1; i >= 0; i--) {
      for (int k = i + 1; k < n; k++) {
        subtract(b[i], a[i][k], b[k], 0);
      }
      divide(b[i], a[i][i], 0);
    }
    return true;
  }

  private static boolean decompose(double[][] a) {
    for (int k = 0; k < a.length; k++) {
      if (!(a[k][k] > 0)) {
        return false;
      }
      divide(a[k], Math.sqrt(a[k][k]), k);
      for (int i = k + 1; i < a.length; i++) {
        subtract(a[i], a[k][i], a[k], i);
      }
    }
    return true;
  }

  private static void divide(double[] row, double divisor, int from) {
    for (int j = from; j < row.length; j++) {
      row[j] /= divisor;
    }
  }

  /** {@code row − factor · other}, from one column on. */
  private static void subtract(double[] row, double factor, double[] other, int from) {
    for (int j = from; j < row.length; j++) {
      row[j] -= factor * other[j];
    }
  }
}
