package io.entroscope.stats.linear;

import java.util.Arrays;

/**
 * A symmetric matrix turned into a tridiagonal one with the same eigenvalues, {@code T = QᵀAQ}, by
 * Householder's reflections (G. H. Golub, C. F. Van Loan, "Matrix Computations", 8.3.1), and the
 * eigenvalues of that. A vector that is to lie along the first axis of T may be chosen; then A with
 * a multiple of {@code vvᵀ} added has the same T but for its first number, so that the two spectra
 * cost little more than one. That is why it is written here: ojAlgo takes the time of a spectrum
 * for each of the two.
 *
 * @param diagonal {@code [n]}
 * @param beside {@code [n − 1]}: above and below the diagonal
 * @param length of the vector along the first axis
 */
public record Tridiagonal(double[] diagonal, double[] beside, double length) {
  /** What rounding leaves of a number beside the diagonal, as a share of the largest number. */
  private static final double ROUNDING = 0x1p-53;

  private static final int MOST_STEPS = 60;

  /**
   * Of a matrix.
   *
   * @param a {@code [n][n]}, all of it, n at least 1; spoilt
   */
  public static Tridiagonal of(double[][] a) {
    return of(a, new double[a.length]);
  }

  /**
   * Of a matrix, with a vector along the first axis.
   *
   * @param a {@code [n][n]}, all of it, n at least 1; spoilt
   * @param v {@code [n]}; 0 where it does not matter
   */
  public static Tridiagonal of(double[][] a, double[] v) {
    return new Reduction(a).reduce(v.clone());
  }

  /** The eigenvalues of A, the largest first. */
  public double[] eigenvalues() {
    return eigenvalues(diagonal.clone(), beside);
  }

  /** The eigenvalues of {@code A + weight · vvᵀ}, the largest first. */
  public double[] eigenvaluesWith(double weight) {
    double[] moved = diagonal.clone();
    moved[0] += weight * length * length;
    return eigenvalues(moved, beside);
  }

  /**
   * The eigenvalues of A with one row and column before it, which has {@code corner} on the
   * diagonal and {@code weight · v} beside it; the largest first.
   */
  public double[] eigenvaluesBordered(double corner, double weight) {
    int n = diagonal.length;
    double[] longer = new double[n + 1];
    longer[0] = corner;
    System.arraycopy(diagonal, 0, longer, 1, n);
    double[] off = new double[n];
    off[0] = weight * length;
    System.arraycopy(beside, 0, off, 1, n - 1);
    return eigenvalues(longer, off);
  }

  /**
   * By QL steps without square roots, of K. Pal, R. A. Walker and W. Kahan: B. N. Parlett, "The
   * Symmetric Eigenvalue Problem", 8.15; LAPACK's {@code dsterf}.
   *
   * @param d the diagonal; overwritten
   */
  private static double[] eigenvalues(double[] d, double[] beside) {
    int n = d.length;
    double[] squares = new double[n];
    double largest = 0;
    for (int i = 0; i < n; i++) {
      largest = Math.max(largest, Math.abs(d[i]));
    }
    for (int i = 0; i < n - 1; i++) {
      squares[i] = beside[i] * beside[i];
      largest = Math.max(largest, Math.abs(beside[i]));
    }
    double none = ROUNDING * largest * (ROUNDING * largest);
    for (int l = 0; l < n; l++) {
      for (int step = 0; ; step++) {
        int m = l;
        while (m < n - 1 && squares[m] > none) {
          m++;
        }
        if (m == l) {
          break;
        }
        if (step == MOST_STEPS) {
          throw new ArithmeticException(
              "the eigenvalues of a matrix of " + n + " did not converge");
        }
        step(d, squares, l, m);
      }
    }
    Arrays.sort(d);
    for (int i = 0; i < n / 2; i++) {
      double swap = d[i];
      d[i] = d[n - 1 - i];
      d[n - 1 - i] = swap;
    }
    return d;
  }

  /** One step on the part from l to m, which nothing couples to what is before and behind it. */
  private static void step(double[] d, double[] squares, int l, int m) {
    double root = Math.sqrt(squares[l]);
    double half = (d[l + 1] - d[l]) / (2 * root);
    double shift = d[l] - root / (half + Math.copySign(Math.sqrt(half * half + 1), half));
    double c = 1;
    double s = 0;
    double gamma = d[m] - shift;
    double p = gamma * gamma;
    for (int i = m - 1; i >= l; i--) {
      double square = squares[i];
      double r = p + square;
      if (i < m - 1) {
        squares[i + 1] = s * r;
      }
      double before = c;
      c = p / r;
      s = square / r;
      double old = gamma;
      gamma = c * (d[i] - shift) - s * old;
      d[i + 1] = old + (d[i] - gamma);
      p = c == 0 ? before * square : gamma * gamma / c;
    }
    squares[l] = s * p;
    d[l] = shift + gamma;
  }

  /** The reflections. Some wait until they are taken from the matrix together. */
  private static final class Reduction {
    private static final int TOGETHER = RowSums.BLOCK;

    private final double[][] a;
    private final int n;
    // Of each that waits, v and w with v wᵀ + w vᵀ to be taken away: w, v, and so on.
    private final double[][] waiting = new double[2 * TOGETHER][];
    private final double[] factors = new double[RowSums.BLOCK];
    private int count;

    Reduction(double[][] a) {
      this.a = a;
      this.n = a.length;
      for (int t = 0; t < waiting.length; t++) {
        waiting[t] = new double[n];
      }
    }

    Tridiagonal reduce(double[] first) {
      double[] diagonal = new double[n];
      double[] beside = new double[n - 1];
      double length = Math.abs(reflect(first, 0));
      for (int k = 0; k < n; k++) {
        takeFrom(k, k);
        diagonal[k] = a[k][k];
        if (k + 1 < n) {
          beside[k] = reflect(a[k].clone(), k + 1);
        }
      }
      return new Tridiagonal(diagonal, beside, length);
    }

    /**
     * Turns x from index {@code from} on into the axis of that index, and the matrix with it.
     *
     * @return what x is along that axis then
     */
    private double reflect(double[] x, int from) {
      double scale = 0;
      for (int j = from; j < n; j++) {
        scale = Math.max(scale, Math.abs(x[j]));
      }
      double squares = 0;
      for (int j = from; j < n; j++) {
        x[j] = scale == 0 ? 0 : x[j] / scale;
        squares += x[j] * x[j];
      }
      double first = x[from];
      if (squares == first * first) {
        return first * scale;
      }
      double norm = Math.copySign(Math.sqrt(squares), first);
      Arrays.fill(x, 0, from, 0);
      x[from] += norm;
      add(x, from, 1 / (norm * x[from]));
      return -norm * scale;
    }

    /** Adds the reflection {@code I − twice · v vᵀ}. */
    private void add(double[] v, int from, double twice) {
      if (count == TOGETHER) {
        for (int i = from; i < n; i++) {
          takeFrom(i, from);
        }
        count = 0;
      }
      double[] w = product(v, from);
      double along = 0;
      for (int j = from; j < n; j++) {
        w[j] *= twice;
        along += w[j] * v[j];
      }
      RowSums.subtract(w, along * twice / 2, v, from);
      waiting[2 * count] = w;
      waiting[2 * count + 1] = v;
      count++;
    }

    private void takeFrom(int row, int column) {
      for (int t = 0; t < 2 * count; t += 2) {
        factors[t % RowSums.BLOCK] = waiting[t + 1][row];
        factors[t % RowSums.BLOCK + 1] = waiting[t][row];
        if (t % RowSums.BLOCK == 2) {
          RowSums.subtract(a[row], waiting, t - 2, factors, column);
        } else if (t == 2 * count - 2) {
          RowSums.subtract(a[row], factors[0], waiting[t], column);
          RowSums.subtract(a[row], factors[1], waiting[t + 1], column);
        }
      }
    }

    /** Of the matrix, without what waits, and v. */
    private double[] product(double[] v, int from) {
      double[] product = new double[n];
      int i = from;
      for (; i + RowSums.BLOCK <= n; i += RowSums.BLOCK) {
        for (int t = 0; t < RowSums.BLOCK; t++) {
          factors[t] = -v[i + t];
        }
        RowSums.subtract(product, a, i, factors, from);
      }
      for (; i < n; i++) {
        RowSums.subtract(product, -v[i], a[i], from);
      }
      for (int t = 0; t < 2 * count; t++) {
        RowSums.subtract(product, RowSums.product(waiting[t ^ 1], v, from), waiting[t], from);
      }
      return product;
    }
  }
}
