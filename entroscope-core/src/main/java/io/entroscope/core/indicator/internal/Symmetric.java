package io.entroscope.core.indicator.internal;

import io.entroscope.core.AnalysisException;
import io.entroscope.stats.Covariance;
import io.entroscope.stats.linear.Cholesky;
import io.entroscope.stats.linear.Tridiagonal;
import java.util.Arrays;
import java.util.Optional;
import org.ojalgo.OjAlgoUtils;
import org.ojalgo.matrix.decomposition.Eigenvalue;
import org.ojalgo.matrix.store.RawStore;

/**
 * A symmetric matrix.
 *
 * @param size n
 * @param upper {@code [n (n + 1) / 2]}: its upper triangle, row by row
 */
public record Symmetric(int size, double[] upper) {
  /**
   * An eigenvalue with at most this share of the sum of all cannot be told from 0 where products
   * were made in single precision.
   */
  public static final double ROUNDING = 0x1p-24;

  static {
    // The caller's threads are all there are to be; matrices are too small to share anyway.
    OjAlgoUtils.limitThreadsTo(1);
  }

  /** The centred second moments {@code Σ (x − mean)(x − mean)ᵀ}. */
  public static Symmetric of(Covariance moments) {
    return new Symmetric(moments.units(), moments.moments());
  }

  /**
   * The products of rows with each other, or, if there are fewer of these, of columns: the same
   * eigenvalues but for zeros.
   *
   * @param rows {@code [k][n]}
   * @return {@code [min(k, n), min(k, n)]}
   */
  public static Symmetric ofSmallerProducts(double[][] rows) {
    return rows.length < rows[0].length ? ofRows(rows) : ofRows(transposed(rows));
  }

  private static Symmetric ofRows(double[][] rows) {
    double[] upper = new double[rows.length * (rows.length + 1) / 2];
    int at = 0;
    for (int i = 0; i < rows.length; i++) {
      for (int j = i; j < rows.length; j++, at++) {
        for (int u = 0; u < rows[i].length; u++) {
          upper[at] += rows[i][u] * rows[j][u];
        }
      }
    }
    return new Symmetric(rows.length, upper);
  }

  /** {@code [n][k]} of {@code [k][n]}. */
  public static double[][] transposed(double[][] rows) {
    double[][] columns = new double[rows[0].length][rows.length];
    for (int i = 0; i < rows.length; i++) {
      for (int u = 0; u < columns.length; u++) {
        columns[u][i] = rows[i][u];
      }
    }
    return columns;
  }

  /** Where a row starts, at the diagonal. */
  public int start(int row) {
    return row * size - row * (row - 1) / 2;
  }

  public double get(int row, int column) {
    return row <= column ? upper[start(row) + column - row] : get(column, row);
  }

  private double trace() {
    double trace = 0;
    for (int i = 0; i < size; i++) {
      trace += get(i, i);
    }
    return trace;
  }

  /** {@code [n][n]}: all of it. */
  public double[][] full() {
    double[][] full = new double[size][size];
    int at = 0;
    for (int i = 0; i < size; i++) {
      System.arraycopy(upper, at, full[i], i, size - i);
      for (int j = i + 1; j < size; j++) {
        full[j][i] = upper[at + j - i];
      }
      at += size - i;
    }
    return full;
  }

  /** {@code uᵀAu}. */
  public double along(double[] u) {
    double sum = 0;
    int at = 0;
    for (int i = 0; i < size; i++) {
      double row = upper[at++] * u[i] / 2;
      for (int j = i + 1; j < size; j++, at++) {
        row += upper[at] * u[j];
      }
      sum += 2 * row * u[i];
    }
    return sum;
  }

  /**
   * How many of the eigenvalues of a positive semidefinite matrix are not 0 but for rounding.
   *
   * @param descending the largest first
   */
  public static int rank(double[] descending) {
    double least = ROUNDING * Arrays.stream(descending).map(v -> Math.max(0, v)).sum();
    return (int) Arrays.stream(descending).filter(value -> value > least).count();
  }

  /**
   * Eigenvalues and their vectors.
   *
   * @param values {@code [n]}, the largest first
   * @param vectors {@code [n][n]}: of each value, of length 1
   */
  public record Eigen(double[] values, double[][] vectors) {
    /** How many values are not 0 but for rounding. */
    public int rank() {
      return Symmetric.rank(values);
    }
  }

  /** The decomposition into eigenvalues and eigenvectors. */
  public Eigen eigen() {
    // In descending order, as of any symmetric matrix.
    Eigenvalue<Double> decomposition = Eigenvalue.R064.make(size, true);
    if (!decomposition.decompose(RawStore.wrap(full()))) {
      throw new ArithmeticException("the eigenvalues of a matrix of " + size + " did not converge");
    }
    double[] values = new double[size];
    decomposition.getEigenvalues(values, Optional.empty());
    return new Eigen(values, transposed(decomposition.getV().toRawCopy2D()));
  }

  /** {@code [n]}: the eigenvalues, the largest first. */
  public double[] eigenvalues() {
    return size == 0 ? new double[0] : Tridiagonal.of(full()).eigenvalues();
  }

  /**
   * {@code (A + ridge · mean diagonal · I)⁻¹ B} for a positive semidefinite A; of a matrix that is
   * 0, 0.
   *
   * @param b {@code [n][k]}
   * @return {@code [n][k]}
   */
  public double[][] solveRidge(double ridge, double[][] b) {
    if (!(trace() > 0)) {
      return new double[b.length][b[0].length];
    }
    double[][] solution = copy(b);
    Cholesky.of(withRidge(ridge))
        .orElseThrow(
            () -> new AnalysisException("a layer's second moments are not positive definite"))
        .solve(solution);
    return solution;
  }

  private static double[][] copy(double[][] rows) {
    return Arrays.stream(rows).map(double[]::clone).toArray(double[][]::new);
  }

  /** {@code [n][n]}: its upper triangle alone. */
  private double[][] withRidge(double ridge) {
    double added = ridge * trace() / size;
    double[][] a = new double[size][size];
    for (int i = 0; i < size; i++) {
      System.arraycopy(upper, start(i), a[i], i, size - i);
      a[i][i] += added;
    }
    return a;
  }

  /**
   * Each row x as {@code L⁻¹x}, with {@code LLᵀ = A + ridge · mean diagonal · I}: products of such
   * rows are {@code xᵀ(LLᵀ)⁻¹y}. Empty if that is not positive definite, as where A is 0.
   *
   * @param rows {@code [k][n]}
   * @return {@code [k][n]}
   */
  public Optional<double[][]> whitened(double ridge, double[][] rows) {
    if (!(trace() > 0)) {
      return Optional.empty();
    }
    return Cholesky.of(withRidge(ridge))
        .map(
            of -> {
              double[][] columns = transposed(rows);
              of.solveHalf(columns);
              return transposed(columns);
            });
  }
}
