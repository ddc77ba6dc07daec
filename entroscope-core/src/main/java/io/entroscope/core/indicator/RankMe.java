package io.entroscope.core.indicator;

import io.entroscope.core.indicator.internal.Spectra;
import io.entroscope.core.indicator.internal.Symmetric;
import io.entroscope.result.StatisticDescription;
import io.entroscope.result.layer.StatisticValue;
import io.entroscope.stats.SpectrumEstimate;
import java.util.Arrays;
import java.util.Optional;

/**
 * RankMe: {@code exp(−Σ p ln p)} with p the singular values of the images' activations {@code [N,
 * n]}, their mean left in, divided by their sum.
 *
 * <p>It differs from the effective rank of {@link io.entroscope.result.layer.Spectrum} in that:
 * singular values, not their squares, and not centred. The paper adds 10⁻⁷ to each p so that its
 * logarithm exists; here a p of 0 adds nothing. Directions with less than {@link
 * Symmetric#ROUNDING} of the squares count as 0, because single precision cannot tell them from it.
 * Undefined for a layer that is always 0.
 */
final class RankMe implements LayerStatistic.Described<Spectra> {
  @Override
  public StatisticDescription description() {
    return new StatisticDescription(
        "rankMe",
        "RankMe",
        "directions",
        "1 to n",
        "High: the activations spread evenly over many directions; low: they lie along few, the"
            + " mean among them.",
        "exp(−Σ p ln p), p = σ / Σ σ, σ the singular values of the activations, not centred",
        "Q. Garrido, R. Balestriero, L. Najman, Y. LeCun, \"RankMe\", ICML 2023, arXiv 2210.02885");
  }

  @Override
  public Optional<Spectra> state(Evidence layer) {
    return layer.spectra();
  }

  @Override
  public Optional<StatisticValue> estimate(Spectra of) {
    double[] eigenvalues = of.uncentred();
    double[] singular =
        Arrays.stream(eigenvalues).limit(Symmetric.rank(eigenvalues)).map(Math::sqrt).toArray();
    return singular.length == 0
        ? Optional.empty()
        : Optional.of(
            new StatisticValue(SpectrumEstimate.of(singular).effectiveRank(), of.images()));
  }
}
