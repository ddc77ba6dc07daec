package io.entroscope.core.indicator;

import java.util.Arrays;
import java.util.Optional;

/** The share of units whose mean |activation| is small beside the layer's. */
final class DormantUnits implements LayerStatistic<double[], Double> {
  private static final double DORMANT = 0.025;

  @Override
  public Optional<double[]> state(Evidence layer) {
    return Optional.of(layer.moments().magnitudes());
  }

  @Override
  public Optional<Double> estimate(double[] magnitudes) {
    double mean = Arrays.stream(magnitudes).average().orElse(0);
    long dormant = Arrays.stream(magnitudes).filter(of -> of <= DORMANT * mean).count();
    return Optional.of((double) dormant / magnitudes.length);
  }
}
