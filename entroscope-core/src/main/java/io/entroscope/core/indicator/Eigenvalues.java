package io.entroscope.core.indicator;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/** The eigenvalues of symmetric matrices. */
final class Eigenvalues {
  private Eigenvalues() {}

  /**
   * The eigenvalues, the largest first.
   *
   * @param matrix {@code [n, n]}, symmetric and finite; overwritten
   */
  static double[] descending(DMatrixRMaj matrix) {
    int n = matrix.getNumRows();
    EigenDecomposition_F64<DMatrixRMaj> decomposition =
        DecompositionFactory_DDRM.eig(n, false, true);
    if (!decomposition.decompose(matrix)) {
      throw new ArithmeticException("the eigenvalues of a matrix of " + n + " did not converge");
    }
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      values[n - 1 - i] = decomposition.getEigenvalue(i).getReal();
    }
    Arrays.sort(values);
    for (int i = 0; i < n / 2; i++) {
      double swap = values[i];
      values[i] = values[n - 1 - i];
      values[n - 1 - i] = swap;
    }
    return values;
  }
}
