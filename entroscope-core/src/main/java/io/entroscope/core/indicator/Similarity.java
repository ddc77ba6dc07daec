package io.entroscope.core.indicator;

import java.util.Arrays;
import java.util.OptionalDouble;
import org.ejml.data.DMatrixRMaj;

/** How alike two layers are over the same images, and how alike images are in one layer. */
final class Similarity {
  private Similarity() {}

  /**
   * Linear centred kernel alignment with the unbiased estimator of HSIC: S. Kornblith et al. (ICML
   * 2019), eq. (1) and (2); L. Song et al., "Feature Selection via Dependence Maximization" (2012),
   * eq. (4). Empty if one layer does not vary, or there are fewer than 4 images.
   *
   * @param x {@code [m, n₁]}
   * @param y {@code [m, n₂]}
   */
  static OptionalDouble cka(Rows x, Rows y) {
    if (x.count() < 4) {
      return OptionalDouble.empty();
    }
    DMatrixRMaj k = hollow(Rows.gram(x.centred()));
    DMatrixRMaj l = hollow(Rows.gram(y.centred()));
    double own = hsic(k, k);
    double other = hsic(l, l);
    if (!(own > 0 && other > 0)) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(hsic(k, l) / Math.sqrt(own * other));
  }

  private static DMatrixRMaj hollow(DMatrixRMaj gram) {
    for (int i = 0; i < gram.getNumRows(); i++) {
      gram.set(i, i, 0);
    }
    return gram;
  }

  /** {@code (tr KL + 1ᵀK1 · 1ᵀL1 / (m−1)(m−2) − 2/(m−2) · 1ᵀKL1) / m(m−3)}. */
  private static double hsic(DMatrixRMaj k, DMatrixRMaj l) {
    int m = k.getNumRows();
    double trace = 0;
    double sumK = 0;
    double sumL = 0;
    double across = 0;
    for (int i = 0; i < m; i++) {
      double rowK = 0;
      double rowL = 0;
      for (int j = 0; j < m; j++) {
        double kij = k.get(i, j);
        double lij = l.get(i, j);
        trace += kij * lij;
        rowK += kij;
        rowL += lij;
      }
      sumK += rowK;
      sumL += rowL;
      across += rowK * rowL;
    }
    return (trace + sumK * sumL / ((m - 1.0) * (m - 2)) - 2 * across / (m - 2)) / (m * (m - 3.0));
  }

  /**
   * The mean over images of the angle between two layers' activations, divided by π; images that
   * are 0 in one of them are left out. Empty if the widths differ or no image is left.
   */
  static OptionalDouble angularDistance(Rows x, Rows y) {
    if (x.units() != y.units()) {
      return OptionalDouble.empty();
    }
    double sum = 0;
    int images = 0;
    for (int i = 0; i < x.count(); i++) {
      double xx = 0;
      double yy = 0;
      double xy = 0;
      for (int u = 0; u < x.units(); u++) {
        double a = x.values().get(i, u);
        double b = y.values().get(i, u);
        xx += a * a;
        yy += b * b;
        xy += a * b;
      }
      if (xx > 0 && yy > 0) {
        sum += Math.acos(Math.max(-1, Math.min(1, xy / Math.sqrt(xx * yy)))) / Math.PI;
        images++;
      }
    }
    return images == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / images);
  }

  /**
   * The matrix-based Rényi entropy of order 2, in nats: L. Sánchez Giraldo, M. Rao, J. Príncipe
   * (2015), eq. (10), {@code −ln tr A²} with {@code A = K / m} and K of a Gaussian kernel as wide
   * as the median distance of two images; 0 if that is 0. Between 0 and ln m.
   *
   * @param x {@code [m, n]}, m at least 2
   */
  static double renyi(Rows x) {
    int m = x.count();
    DMatrixRMaj gram = Rows.gram(x.centred());
    double[] squared = new double[m * (m - 1) / 2];
    int at = 0;
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < i; j++) {
        squared[at++] = Math.max(0, gram.get(i, i) + gram.get(j, j) - 2 * gram.get(i, j));
      }
    }
    double[] sorted = squared.clone();
    Arrays.sort(sorted);
    double median = sorted[sorted.length / 2];
    if (median == 0) {
      return 0;
    }
    double sum = m;
    for (double d : squared) {
      // (exp(−d / 2σ²))², and each pair stands twice.
      sum += 2 * Math.exp(-d / median);
    }
    return Math.max(0, -Math.log(sum / ((double) m * m)));
  }
}
