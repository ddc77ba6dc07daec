package io.entroscope.core.indicator;

import io.entroscope.stats.ClassEstimate;
import io.entroscope.stats.DiscreteEntropy;
import java.util.Optional;

/** The Jensen–Shannon divergence of the classes' activation patterns, in nats. */
final class PatternDivergence implements LayerStatistic<double[][], Double> {
  @Override
  public Optional<double[][]> state(Evidence layer) {
    return Optional.of(
        layer.estimate().classes().stream().map(ClassEstimate::pattern).toArray(double[][]::new));
  }

  @Override
  public Optional<Double> estimate(double[][] patterns) {
    return Optional.of(DiscreteEntropy.divergence(patterns));
  }
}
