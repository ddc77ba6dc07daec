package io.entroscope.stats.inference;

import java.util.Arrays;
import java.util.Random;

/**
 * The percentile bootstrap of a mean: B. Efron, R. J. Tibshirani, "An Introduction to the
 * Bootstrap" (1993), chapter 13. Of differences within pairs it is the paired bootstrap.
 */
public final class Bootstrap {
  private static final int DRAWS = 2000;

  /** Of more values than this, drawing takes long and says nothing new. */
  private static final int MOST_DRAWN = 100_000;

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
    return middle(means, error);
  }

  /**
   * The mean of the means of several strata, each counting the same.
   *
   * @param strata at least one, each with at least one value
   */
  public static double meanOfMeans(double[][] strata) {
    double sum = 0;
    for (double[] stratum : strata) {
      sum += Arrays.stream(stratum).sum() / stratum.length;
    }
    return sum / strata.length;
  }

  /**
   * The 95% interval of {@link #meanOfMeans(double[][])}, from drawing each stratum's values again;
   * of very many values by the normal approximation, which there is the same.
   *
   * @param strata at least one, each with at least one value
   * @param seed of the draws
   */
  public static Range meanOfMeans(double[][] strata, long seed) {
    long values = Arrays.stream(strata).mapToLong(stratum -> stratum.length).sum();
    if (values > MOST_DRAWN) {
      return normal(strata);
    }
    Random random = new Random(seed);
    double[] means = new double[DRAWS];
    for (int d = 0; d < DRAWS; d++) {
      for (double[] stratum : strata) {
        double sum = 0;
        for (int i = 0; i < stratum.length; i++) {
          sum += stratum[random.nextInt(stratum.length)];
        }
        means[d] += sum / stratum.length / strata.length;
      }
    }
    return middle(means, 0.05);
  }

  private static Range middle(double[] means, double error) {
    Arrays.sort(means);
    int tail = (int) (error / 2 * DRAWS);
    return new Range(means[tail], means[DRAWS - 1 - tail]);
  }

  private static Range normal(double[][] strata) {
    double variance = 0;
    for (double[] stratum : strata) {
      double mean = Arrays.stream(stratum).sum() / stratum.length;
      double squares = Arrays.stream(stratum).map(x -> (x - mean) * (x - mean)).sum();
      variance += squares / stratum.length / stratum.length;
    }
    return Normal.interval(meanOfMeans(strata), Math.sqrt(variance) / strata.length);
  }
}
