package io.entroscope.core.indicator.internal;

import io.entroscope.stats.Covariance;
import io.entroscope.stats.linear.Tridiagonal;

/**
 * The eigenvalues of the products of activations, without their mean and with it. The two differ by
 * what the mean is, so that one decomposition gives both.
 *
 * @param centred of {@code Σ (x − mean)(x − mean)ᵀ}, the largest first
 * @param uncentred of {@code Σ x xᵀ}, the largest first
 * @param images N
 */
public record Spectra(double[] centred, double[] uncentred, long images) {
  /** Over all images: {@code Σ x xᵀ = Σ (x − mean)(x − mean)ᵀ + N · mean meanᵀ}. */
  public static Spectra of(Covariance moments) {
    Tridiagonal reduced = Tridiagonal.of(Symmetric.of(moments).full(), moments.mean());
    return new Spectra(
        reduced.eigenvalues(), reduced.eigenvaluesWith((double) moments.count()), moments.count());
  }

  /**
   * Over sampled images, by their products with each other, which have the same eigenvalues but for
   * zeros. With {@code a} the products of the m centred images with the mean, those with the mean
   * left in are {@code XXᵀ + a1ᵀ + 1aᵀ + |mean|² 11ᵀ}; as {@code XXᵀ1 = 0 = aᵀ1}, the vector {@code
   * 1 / √m} is an axis of its own, and along it stand {@code m |mean|²} and {@code √m a}.
   *
   * @param gram of these images, at least one
   */
  public static Spectra of(Gram gram, Rows rows) {
    double[] mean = rows.mean();
    double squares = 0;
    for (double of : mean) {
      squares += of * of;
    }
    double[] along = new double[rows.count()];
    for (int i = 0; i < along.length; i++) {
      float[] row = rows.row(i);
      for (int u = 0; u < mean.length; u++) {
        along[i] += (row[u] - mean[u]) * mean[u];
      }
    }
    int m = rows.count();
    Tridiagonal reduced = Tridiagonal.of(gram.products().full(), along);
    return new Spectra(
        reduced.eigenvalues(), reduced.eigenvaluesBordered(m * squares, Math.sqrt(m)), m);
  }
}
