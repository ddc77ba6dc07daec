package io.entroscope.core.indicator;

import io.entroscope.core.indicator.internal.Rows;
import io.entroscope.core.indicator.internal.Symmetric;
import io.entroscope.stats.Covariance;

/** How a layer's activations scatter about the means of their classes, and these about theirs. */
sealed interface ClassScatter {
  /** {@code [C][n]}: the mean activation of each class, less the mean of these means. */
  double[][] means();

  /** How many images the scatter within classes is from. */
  long images();

  /**
   * {@code uᵀ Σ_W u}: the variance within classes along a direction.
   *
   * @param direction {@code [n]}: u, of length 1
   */
  double within(double[] direction);

  /**
   * {@code Σ_B}, the covariance of the class means with every class counting the same, as the
   * smaller of two matrices with the same eigenvalues but for zeros: itself {@code [n, n]}, or that
   * of the products of the means {@code [C, C]}.
   */
  default Symmetric between() {
    double[][] scaled = means();
    double factor = 1 / Math.sqrt(scaled.length);
    for (double[] row : scaled) {
      for (int u = 0; u < row.length; u++) {
        row[u] *= factor;
      }
    }
    return Symmetric.ofSmallerProducts(scaled);
  }

  /**
   * From all images: {@code Σ_W} is what is left of their second moments without those of the
   * means.
   *
   * @param all the second moments over all images
   * @param classMeans {@code [C][n]}
   * @param classImages {@code [C]}
   */
  static OfAll of(Covariance all, double[][] classMeans, long[] classImages) {
    int n = all.units();
    double[] left = Symmetric.of(all).upper();
    double[] mean = all.mean();
    for (int c = 0; c < classMeans.length; c++) {
      int at = 0;
      for (int i = 0; i < n; i++) {
        double weighted = classImages[c] * (classMeans[c][i] - mean[i]);
        for (int j = i; j < n; j++, at++) {
          left[at] -= weighted * (classMeans[c][j] - mean[j]);
        }
      }
    }
    for (int i = 0; i < left.length; i++) {
      left[i] /= all.count();
    }
    return new OfAll(centred(classMeans), new Symmetric(n, left), all.count());
  }

  private static double[][] centred(double[][] classMeans) {
    double[] mean = new double[classMeans[0].length];
    for (double[] of : classMeans) {
      for (int u = 0; u < mean.length; u++) {
        mean[u] += of[u] / classMeans.length;
      }
    }
    double[][] centred = new double[classMeans.length][];
    for (int c = 0; c < centred.length; c++) {
      centred[c] = classMeans[c].clone();
      for (int u = 0; u < mean.length; u++) {
        centred[c][u] -= mean[u];
      }
    }
    return centred;
  }

  private static double[][] copy(double[][] rows) {
    double[][] copy = new double[rows.length][];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = rows[i].clone();
    }
    return copy;
  }

  /**
   * Of a layer whose covariance was kept.
   *
   * @param means {@code [C][n]}, less their mean
   * @param covariance {@code Σ_W}, {@code [n, n]}
   * @param images N
   */
  record OfAll(double[][] means, Symmetric covariance, long images) implements ClassScatter {
    @Override
    public double[][] means() {
      return copy(means);
    }

    @Override
    public double within(double[] direction) {
      return Math.max(0, covariance.along(direction));
    }
  }

  /**
   * Of a wider layer: the means are those of all images, the scatter about them is that of the
   * sampled ones.
   *
   * @param classMeans {@code [C][n]}, as they are
   * @param sample the sampled images
   * @param classes {@code [m]}: their classes
   */
  record OfSample(double[][] classMeans, Rows sample, int[] classes) implements ClassScatter {
    @Override
    public double[][] means() {
      return centred(classMeans);
    }

    @Override
    public long images() {
      return classes.length;
    }

    @Override
    public double within(double[] direction) {
      double[] ofMeans = new double[classMeans.length];
      for (int c = 0; c < ofMeans.length; c++) {
        for (int u = 0; u < direction.length; u++) {
          ofMeans[c] += classMeans[c][u] * direction[u];
        }
      }
      double squares = 0;
      for (int i = 0; i < classes.length; i++) {
        double apart = -ofMeans[classes[i]];
        float[] row = sample.row(i);
        for (int u = 0; u < direction.length; u++) {
          apart += row[u] * direction[u];
        }
        squares += apart * apart;
      }
      return squares / classes.length;
    }
  }
}
