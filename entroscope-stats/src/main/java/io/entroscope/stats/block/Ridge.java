package io.entroscope.stats.block;

import io.entroscope.stats.linear.Cholesky;
import io.entroscope.stats.linear.RowSums;
import java.util.Arrays;
import java.util.Optional;

/**
 * Ridge regression from moments: {@code (S_xx + λ·s·I) B = S_xz}, s the mean of the diagonal of
 * S_xx, with z = y − x and W = I + B where what is wanted is close to x, and z = y and W = B
 * elsewhere.
 */
final class Ridge {
  private final PairMoments moments;
  private final boolean square;
  // Read out once: several ridges are tried.
  private final double[][] xx;
  private final double[][] xy;

  /**
   * Of these rows.
   *
   * @param towardsIdentity whether W − I is shrunk, where the widths are the same, and not W
   */
  Ridge(PairMoments moments, boolean towardsIdentity) {
    this.moments = moments;
    this.square = towardsIdentity && moments.inputs() == moments.outputs();
    int n = moments.inputs();
    this.xx = new double[n][n];
    this.xy = new double[n][moments.outputs()];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        xx[i][j] = moments.xx(i, j);
      }
      for (int j = 0; j < xy[i].length; j++) {
        xy[i][j] = moments.xy(i, j);
      }
    }
  }

  /** The mean of the diagonal of S_xx; 0 if x never changes. */
  double scale() {
    double trace = 0;
    for (int i = 0; i < moments.inputs(); i++) {
      trace += xx[i][i];
    }
    return trace / moments.inputs();
  }

  /** The map; empty if the matrix is not positive definite in double precision. */
  Optional<AffineMap> solve(double lambda) {
    int n = moments.inputs();
    double added = lambda * scale();
    double[][] a = new double[n][];
    double[][] b = new double[n][];
    for (int i = 0; i < n; i++) {
      a[i] = xx[i].clone();
      b[i] = xy[i].clone();
      for (int j = 0; square && j < n; j++) {
        b[i][j] -= xx[i][j];
      }
      a[i][i] += added;
    }
    return Cholesky.of(a)
        .map(
            of -> {
              of.solve(b);
              return map(b);
            });
  }

  private AffineMap map(double[][] weights) {
    double[] bias = moments.meanY();
    double[] mean = moments.meanX();
    for (int i = 0; i < weights.length; i++) {
      if (square) {
        weights[i][i] += 1;
      }
      for (int j = 0; j < bias.length; j++) {
        bias[j] -= mean[i] * weights[i][j];
      }
    }
    return new AffineMap(weights, bias);
  }

  /**
   * {@code Σ‖y − xW − b‖²} over these rows, of which only the moments are known: {@code Σ_j S_yy,jj
   * − 2·w_jᵀS_xy,j + w_jᵀS_xx·w_j} about the means, and N times the squared error of these.
   */
  double error(AffineMap map) {
    int n = moments.inputs();
    int outputs = moments.outputs();
    double[][] w = map.weights();
    double[] meanX = moments.meanX();
    double[] meanError = moments.meanY();
    double error = 0;
    for (int j = 0; j < outputs; j++) {
      error += moments.yy(j);
      meanError[j] -= map.bias()[j];
    }
    double[] less = new double[outputs];
    for (int i = 0; i < n; i++) {
      int row = i;
      Arrays.fill(less, 0);
      // Of S_xx, which is symmetric, half, and that twice.
      RowSums.subtract(less, w, i, k -> (k == row ? 1 : 2) * xx[row][k]);
      for (int j = 0; j < outputs; j++) {
        error -= w[i][j] * (less[j] + 2 * xy[i][j]);
        meanError[j] -= meanX[i] * w[i][j];
      }
    }
    for (double of : meanError) {
      error += moments.rows() * of * of;
    }
    return Math.max(0, error);
  }

  /** {@code Σ‖y − ȳ‖²}. */
  static double variation(PairMoments rows) {
    double sum = 0;
    for (int j = 0; j < rows.outputs(); j++) {
      sum += rows.yy(j);
    }
    return sum;
  }

  /** The same of y − x; 0 where the widths differ. */
  static double branchVariation(PairMoments rows) {
    if (rows.inputs() != rows.outputs()) {
      return 0;
    }
    double sum = 0;
    for (int j = 0; j < rows.outputs(); j++) {
      sum += rows.yy(j) - 2 * rows.xy(j, j) + rows.xx(j, j);
    }
    return sum;
  }
}
