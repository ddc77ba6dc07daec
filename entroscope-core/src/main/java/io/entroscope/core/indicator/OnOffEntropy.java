package io.entroscope.core.indicator;

import io.entroscope.stats.DiscreteEntropy;
import java.util.Optional;

/** The entropy of a unit's being above 0 or not, in bits, as a mean over units. */
final class OnOffEntropy implements LayerStatistic<OnOffEntropy.Counts, OnOffEntropy.Value> {
  /**
   * How often units are above 0.
   *
   * @param active {@code [C][n]}: in how many images
   * @param images {@code [C]}: of how many
   */
  record Counts(long[][] active, long[] images) {}

  /**
   * The mean over units.
   *
   * @param all over all images
   * @param withinClasses the mean over the classes of that within a class
   */
  record Value(double all, double withinClasses) {}

  @Override
  public Optional<Counts> state(Evidence layer) {
    return Optional.of(new Counts(layer.active(), layer.classImages()));
  }

  @Override
  public Optional<Value> estimate(Counts counts) {
    int classes = counts.images().length;
    long[] active = new long[counts.active()[0].length];
    long images = 0;
    double within = 0;
    for (int c = 0; c < classes; c++) {
      long[] of = counts.active()[c];
      within += DiscreteEntropy.onOff(of, counts.images()[c]) / classes;
      images += counts.images()[c];
      for (int u = 0; u < active.length; u++) {
        active[u] += of[u];
      }
    }
    return Optional.of(new Value(DiscreteEntropy.onOff(active, images), within));
  }
}
