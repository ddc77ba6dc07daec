package io.entroscope.core.indicator;

import java.util.OptionalDouble;

/** How alike two layers are over the same images, and how alike images are in one layer. */
final class Similarity {
  private Similarity() {}

  /**
   * Linear centred kernel alignment with the unbiased estimator of HSIC: S. Kornblith et al. (ICML
   * 2019), eq. (1) and (2); L. Song et al., "Feature Selection via Dependence Maximization" (2012),
   * eq. (4). Empty if one layer does not vary, or there are fewer than 4 images.
   *
   * @param k {@code [m, m]}: the products of images in the one layer, less its mean
   * @param l the same in the other
   */
  static OptionalDouble cka(Symmetric k, Symmetric l) {
    if (k.size() < 4) {
      return OptionalDouble.empty();
    }
    double own = hsic(k, k);
    double other = hsic(l, l);
    if (!(own > 0 && other > 0)) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(hsic(k, l) / Math.sqrt(own * other));
  }

  /**
   * {@code (tr KL + 1ᵀK1 · 1ᵀL1 / (m−1)(m−2) − 2/(m−2) · 1ᵀKL1) / m(m−3)}, the diagonals of K and L
   * taken as 0.
   */
  private static double hsic(Symmetric k, Symmetric l) {
    int m = k.size();
    double[] rowsK = new double[m];
    double[] rowsL = new double[m];
    double half = 0;
    for (int i = 0; i < m; i++) {
      int at = k.start(i) - i;
      for (int j = i + 1; j < m; j++) {
        double kij = k.upper()[at + j];
        double lij = l.upper()[at + j];
        half += kij * lij;
        rowsK[i] += kij;
        rowsK[j] += kij;
        rowsL[i] += lij;
        rowsL[j] += lij;
      }
    }
    double sumK = 0;
    double sumL = 0;
    double across = 0;
    for (int i = 0; i < m; i++) {
      sumK += rowsK[i];
      sumL += rowsL[i];
      across += rowsK[i] * rowsL[i];
    }
    return (2 * half + sumK * sumL / ((m - 1.0) * (m - 2)) - 2 * across / (m - 2))
        / (m * (m - 3.0));
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
        double a = x.get(i, u);
        double b = y.get(i, u);
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
   * @param gram {@code [m, m]}: the products of images, less their mean; m at least 2
   */
  static double renyi(Symmetric gram) {
    int m = gram.size();
    double[] squared = new double[m * (m - 1) / 2];
    int at = 0;
    for (int i = 0; i < m; i++) {
      double own = gram.get(i, i);
      for (int j = i + 1; j < m; j++) {
        squared[at++] = Math.max(0, own + gram.get(j, j) - 2 * gram.get(i, j));
      }
    }
    double median = upperMedian(squared.clone());
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

  /** The value that would stand in the middle; C. A. R. Hoare's "Find" (1961), not a whole sort. */
  private static double upperMedian(double[] values) {
    int middle = values.length / 2;
    int from = 0;
    int to = values.length - 1;
    while (from < to) {
      double pivot = values[(from + to) >>> 1];
      int i = from;
      int j = to;
      while (i <= j) {
        while (values[i] < pivot) {
          i++;
        }
        while (values[j] > pivot) {
          j--;
        }
        if (i <= j) {
          double swap = values[i];
          values[i++] = values[j];
          values[j--] = swap;
        }
      }
      if (middle <= j) {
        to = j;
      } else if (middle >= i) {
        from = i;
      } else {
        break;
      }
    }
    return values[middle];
  }
}
