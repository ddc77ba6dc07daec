package io.entroscope.core.indicator;

import io.entroscope.stats.DiscreteEntropy;
import java.util.Optional;

/** The entropy of which unit has the largest activation, over all images, in nats. */
final class WinnerEntropy implements LayerStatistic<long[], Double> {
  @Override
  public Optional<long[]> state(Evidence layer) {
    return Optional.of(layer.estimate().all().wins());
  }

  @Override
  public Optional<Double> estimate(long[] wins) {
    return Optional.of(DiscreteEntropy.millerMadow(wins));
  }
}
