package io.entroscope.core.indicator;

import io.entroscope.core.AnalysisException;
import io.entroscope.stats.Covariance;
import java.util.Arrays;
import java.util.Optional;
import org.ojalgo.OjAlgoUtils;
import org.ojalgo.matrix.decomposition.Cholesky;
import org.ojalgo.matrix.decomposition.Eigenvalue;
import org.ojalgo.matrix.store.MatrixStore;
import org.ojalgo.matrix.store.R064Store;
import org.ojalgo.matrix.store.RawStore;

/**
 * A symmetric matrix.
 *
 * @param size n
 * @param upper {@code [n (n + 1) / 2]}: its upper triangle, row by row
 */
record Symmetric(int size, double[] upper) {
  static {
    // The caller's threads are all there are to be; matrices are too small to share anyway.
    OjAlgoUtils.limitThreadsTo(1);
  }

  /** The centred second moments {@code Σ (x − mean)(x − mean)ᵀ}. */
  static Symmetric of(Covariance moments) {
    int n = moments.units();
    double[] upper = new double[n * (n + 1) / 2];
    int at = 0;
    for (int i = 0; i < n; i++) {
      for (int j = i; j < n; j++) {
        upper[at++] = moments.moment(i, j);
      }
    }
    return new Symmetric(n, upper);
  }

  /** Where a row starts, at the diagonal. */
  int start(int row) {
    return row * size - row * (row - 1) / 2;
  }

  double get(int row, int column) {
    return row <= column ? upper[start(row) + column - row] : get(column, row);
  }

  private double trace() {
    double trace = 0;
    for (int i = 0; i < size; i++) {
      trace += get(i, i);
    }
    return trace;
  }

  private R064Store store() {
    R064Store store = R064Store.FACTORY.make(size, size);
    int at = 0;
    for (int i = 0; i < size; i++) {
      for (int j = i; j < size; j++, at++) {
        store.set(i, j, upper[at]);
        store.set(j, i, upper[at]);
      }
    }
    return store;
  }

  /** {@code [n]}: the eigenvalues, the largest first. */
  double[] eigenvalues() {
    Eigenvalue<Double> decomposition = Eigenvalue.R064.make(size, true);
    if (!decomposition.computeValuesOnly(store())) {
      throw new ArithmeticException("the eigenvalues of a matrix of " + size + " did not converge");
    }
    double[] values = new double[size];
    decomposition.getEigenvalues(values, Optional.empty());
    Arrays.sort(values);
    for (int i = 0; i < size / 2; i++) {
      double swap = values[i];
      values[i] = values[size - 1 - i];
      values[size - 1 - i] = swap;
    }
    return values;
  }

  /**
   * {@code (A + ridge · mean diagonal · I)⁻¹ B} for a positive semidefinite A; of a matrix that is
   * 0, 0.
   *
   * @param b {@code [n][k]}
   * @return {@code [n][k]}
   */
  double[][] solveRidge(double ridge, double[][] b) {
    double trace = trace();
    if (!(trace > 0)) {
      return new double[b.length][b[0].length];
    }
    R064Store a = store();
    for (int i = 0; i < size; i++) {
      a.add(i, i, ridge * trace / size);
    }
    Cholesky<Double> cholesky = Cholesky.R064.make(size, size);
    if (!cholesky.decompose(a)) {
      throw new AnalysisException("a layer's second moments are not positive definite");
    }
    MatrixStore<Double> solution = cholesky.getSolution(RawStore.wrap(b));
    return solution.toRawCopy2D();
  }
}
