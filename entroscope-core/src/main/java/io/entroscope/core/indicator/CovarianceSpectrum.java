package io.entroscope.core.indicator;

import io.entroscope.core.indicator.internal.Symmetric;
import io.entroscope.result.layer.Spectrum;
import io.entroscope.stats.Covariance;
import io.entroscope.stats.SpectrumEstimate;
import java.util.Arrays;
import java.util.Optional;

/** The spectrum of the covariance over all images, or, in a wide layer, over the sampled ones. */
final class CovarianceSpectrum implements LayerStatistic<Evidence, Spectrum> {
  /** How many of the largest eigenvalues are kept. */
  private static final int MOST_EIGENVALUES = 128;

  @Override
  public Optional<Evidence> state(Evidence layer) {
    return Optional.of(layer);
  }

  @Override
  public Optional<Spectrum> estimate(Evidence layer) {
    if (layer.moments().hasCovariance()) {
      return Optional.of(of(layer.moments().ofAll(), true));
    }
    double[] eigenvalues = layer.gram().products().eigenvalues();
    int images = layer.gram().images();
    for (int i = 0; i < eigenvalues.length; i++) {
      eigenvalues[i] /= images;
    }
    return Optional.of(of(Spectrum.SAMPLE, images, layer.units(), eigenvalues, true));
  }

  /**
   * Of one covariance.
   *
   * @param keep whether the largest eigenvalues are kept
   */
  static Spectrum of(Covariance covariance, boolean keep) {
    double[] eigenvalues = Symmetric.of(covariance).eigenvalues();
    for (int i = 0; i < eigenvalues.length; i++) {
      eigenvalues[i] /= covariance.count();
    }
    return of(Spectrum.COVARIANCE, covariance.count(), covariance.units(), eigenvalues, keep);
  }

  private static Spectrum of(
      String method, long images, int units, double[] eigenvalues, boolean keep) {
    SpectrumEstimate of = SpectrumEstimate.of(eigenvalues);
    double[] kept =
        Arrays.stream(eigenvalues).limit(MOST_EIGENVALUES).map(v -> Math.max(0, v)).toArray();
    return new Spectrum(
        method,
        images,
        of.trace(),
        of.largest(),
        of.effectiveRank(),
        of.participationRatio(),
        of.dim99(),
        (double) of.dim99() / units,
        new Spectrum.Delve(of.delveDim99(), (double) of.delveDim99() / units),
        keep ? kept : null);
  }
}
