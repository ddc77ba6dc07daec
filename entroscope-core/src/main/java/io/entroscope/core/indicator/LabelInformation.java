package io.entroscope.core.indicator;

import io.entroscope.stats.DiscreteEntropy;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/** The mutual information of a unit's being above 0 and the label, in nats. */
final class LabelInformation
    implements LayerStatistic<OnOffEntropy.Counts, LabelInformation.Value> {
  /**
   * Over units.
   *
   * @param mean of them
   * @param max the most that one has
   */
  record Value(double mean, double max) {}

  @Override
  public Optional<OnOffEntropy.Counts> state(Evidence layer) {
    return Optional.of(new OnOffEntropy.Counts(layer.active(), layer.classImages()));
  }

  @Override
  public Optional<Value> estimate(OnOffEntropy.Counts counts) {
    double[] information =
        IntStream.range(0, counts.active()[0].length)
            .mapToDouble(u -> DiscreteEntropy.information(joint(counts, u)))
            .toArray();
    return Optional.of(
        new Value(
            Arrays.stream(information).average().orElse(0),
            Arrays.stream(information).max().orElse(0)));
  }

  /** {@code [2][C]}: in how many images of a class the unit is above 0, and in how many not. */
  private static long[][] joint(OnOffEntropy.Counts counts, int unit) {
    int classes = counts.images().length;
    long[][] joint = new long[2][classes];
    for (int c = 0; c < classes; c++) {
      joint[0][c] = counts.active()[c][unit];
      joint[1][c] = counts.images()[c] - joint[0][c];
    }
    return joint;
  }
}
