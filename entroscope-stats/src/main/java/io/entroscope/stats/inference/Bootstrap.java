package io.entroscope.stats.inference;

import java.util.Arrays;
import java.util.Random;

/**
 * The percentile bootstrap of a mean: B. Efron, R. J. Tibshirani, "An Introduction to the
 * Bootstrap" (1993), chapter 13. Of differences within pairs it is the paired bootstrap.
 */
public final class Bootstrap {
  private static final int DRAWS = 2000;

  private Bootstrap() {}

  /**
   * The interval of the mean, from drawing the values again, with replacement.
   *
   * @param values at least one
   * @param error how often the interval may miss, in (0, 1): 0.05 for a 95% interval
   * @param seed of the draws
   */
  public static Range mean(double[] values, double error, long seed) {
    if (values.length == 0 || !(error > 0 && error < 1)) {
      throw new IllegalArgumentException(values.length + " values, an error of " + error);
    }
    Random random = new Random(seed);
    double[] means = new double[DRAWS];
    for (int d = 0; d < DRAWS; d++) {
      double sum = 0;
      for (int i = 0; i < values.length; i++) {
        sum += values[random.nextInt(values.length)];
      }
      means[d] = sum / values.length;
    }
    Arrays.sort(means);
    int tail = (int) (error / 2 * DRAWS);
    return new Range(means[tail], means[DRAWS - 1 - tail]);
  }
}
