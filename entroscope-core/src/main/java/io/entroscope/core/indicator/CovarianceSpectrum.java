package io.entroscope.core.indicator;

import io.entroscope.core.indicator.internal.Spectra;
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
    boolean all = layer.moments().hasCovariance();
    double[] eigenvalues = layer.spectra().map(Spectra::centred).orElse(new double[0]);
    return Optional.of(
        of(
            all ? Spectrum.COVARIANCE : Spectrum.SAMPLE,
            all ? layer.moments().ofAll().count() : layer.gram().images(),
            layer.units(),
            eigenvalues,
            true));
  }

  /** Of one covariance, without the largest eigenvalues themselves. */
  static Spectrum of(Covariance covariance) {
    return of(
        Spectrum.COVARIANCE,
        covariance.count(),
        covariance.units(),
        Symmetric.of(covariance).eigenvalues(),
        false);
  }

  private static Spectrum of(
      String method, long images, int units, double[] moments, boolean keep) {
    double[] eigenvalues = Arrays.stream(moments).map(moment -> moment / images).toArray();
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
