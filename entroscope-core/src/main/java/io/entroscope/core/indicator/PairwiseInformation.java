package io.entroscope.core.indicator;

import io.entroscope.core.indicator.internal.PairwiseBounds;
import io.entroscope.result.StatisticDescription;
import io.entroscope.result.layer.StatisticValue;
import io.entroscope.stats.inference.Range;
import java.util.Optional;

/**
 * Mutual information of a layer that Gaussian noise is added to, bounded by the distances of every
 * two of m sampled images. With noise of variance σ² the activations are a mixture of m Gaussians,
 * and {@code I(X; T) ≤ −1/m Σᵢ ln 1/m Σⱼ exp(−‖tᵢ − tⱼ‖² / 2σ²)}; with 8σ² in the place of 2σ² it
 * is at least that. I(T; Y) is the bound from above less its mean within classes, as A. Saxe et al.
 * (2018) have it: an estimate, no bound.
 *
 * <p>Without noise I(X; T) of continuous activations is infinite, so the noise is an assumption. σ²
 * is {@link PairwiseBounds#NOISE} times the mean variance of a unit; theirs is 0.1 itself, by which
 * the value would change with the scale of the layer. A layer that is constant says nothing: 0.
 */
final class PairwiseInformation implements LayerStatistic.Described<PairwiseBounds> {
  private final InformationAbout about;

  PairwiseInformation(InformationAbout about) {
    this.about = about;
  }

  @Override
  public StatisticDescription description() {
    String noise = ", σ² = 0.1 times the mean variance of a unit";
    return switch (about) {
      case INPUT ->
          new StatisticDescription(
              "informationInputPairwise",
              "I(X; T), pairwise bound from above",
              "nats",
              "0 to ln N",
              "High: noise of σ leaves images apart; low: it blurs many together. It is the noise"
                  + " that loses information of X, not the deterministic network.",
              "−1/N Σᵢ ln 1/N Σⱼ exp(−‖tᵢ − tⱼ‖² / 2σ²)" + noise,
              InformationAbout.PAIRWISE_SOURCE);
      case INPUT_LOWER ->
          new StatisticDescription(
              "informationInputPairwiseLower",
              "I(X; T), pairwise bound from below",
              "nats",
              "0 to ln N",
              "High: far-reaching noise still leaves images apart; low: it blurs many together."
                  + " Between this and the bound from above lies I(X; T) under the noise of σ.",
              "−1/N Σᵢ ln 1/N Σⱼ exp(−‖tᵢ − tⱼ‖² / 8σ²)" + noise,
              InformationAbout.PAIRWISE_SOURCE);
      case LABELS ->
          new StatisticDescription(
              "informationLabelsPairwise",
              "I(T; Y), pairwise",
              "nats",
              "0 to H(Y)",
              "High: images of different classes lie farther apart than the noise reaches; low: it"
                  + " blurs the classes.",
              "the bound of I(X; T) from above, less its mean within classes" + noise,
              InformationAbout.PAIRWISE_SOURCE
                  + "; A. Saxe et al., \"On the Information Bottleneck Theory of Deep Learning\","
                  + " ICLR 2018");
    };
  }

  @Override
  public Optional<PairwiseBounds> state(Evidence layer) {
    return layer.gram().images() >= 2 && about.isOf(layer.classes())
        ? Optional.of(layer.pairwiseBounds())
        : Optional.empty();
  }

  @Override
  public Optional<StatisticValue> estimate(PairwiseBounds bounds) {
    double value =
        switch (about) {
          case INPUT -> bounds.above();
          case INPUT_LOWER -> bounds.below();
          case LABELS -> bounds.above() - bounds.withinClasses();
        };
    int m = bounds.images();
    return Optional.of(new StatisticValue(Range.entropy(m).hold(value), m));
  }
}
