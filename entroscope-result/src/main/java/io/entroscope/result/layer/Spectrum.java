package io.entroscope.result.layer;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.jspecify.annotations.Nullable;

/**
 * What the eigenvalues of the covariance of a layer's activations (population: divided by the
 * number of images) say of how many directions it uses. With q the eigenvalues divided by their
 * sum.
 *
 * @param method {@code covariance} if every image entered; {@code sample} if the layer is too wide
 *     for that and the spectrum is that of a fixed sample of images, read from its Gram matrix
 * @param images how many images it is of
 * @param trace the sum of the eigenvalues
 * @param largest the largest eigenvalue
 * @param effectiveRank {@code exp(−Σ q ln q)}: O. Roy, M. Vetterli, "The Effective Rank" (EUSIPCO
 *     2007), of the covariance
 * @param participationRatio {@code 1 / Σ q²}
 * @param dim99 the smallest k such that the k largest eigenvalues sum to at least 0.99 of the trace
 * @param saturation99 {@code dim99 / n}
 * @param delve the same two as the program delve counts
 * @param eigenvalues the largest ones, descending; null if not kept
 */
public record Spectrum(
    String method,
    long images,
    double trace,
    double largest,
    double effectiveRank,
    double participationRatio,
    int dim99,
    double saturation99,
    @JsonUnwrapped(prefix = "delve") Delve delve,
    double @Nullable [] eigenvalues) {
  /** The word for a spectrum that every image entered. */
  public static final String COVARIANCE = "covariance";

  /** The word for the spectrum of a sample of images. */
  public static final String SAMPLE = "sample";

  /**
   * How many directions a layer uses, as the program delve counts them.
   *
   * @param dim99 the number of eigenvalues whose cumulative share is below 0.99, at least 1
   * @param saturation {@code dim99 / n}
   */
  public record Delve(int dim99, double saturation) {}
}
