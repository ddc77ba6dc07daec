package io.entroscope.stats.inference;

/**
 * How much worse a second classifier may be than the first on the same images, by the score
 * interval of a difference of paired shares: T. Tango, "Equivalence test and confidence interval
 * for the difference in proportions for the paired-sample design", Statistics in Medicine 17
 * (1998).
 */
public final class NonInferiority {
  /** The one-sided 95% quantile. */
  private static final double Z = 1.6448536269514722;

  private static final int HALVINGS = 60;

  private NonInferiority() {}

  /**
   * The one-sided 95% lower bound of the second's accuracy less the first's.
   *
   * @param counts of the images that only one names rightly
   * @param images at least 1, with those that both name rightly or wrongly
   */
  public static double lowerBound(McNemar counts, long images) {
    if (images < 1 || counts.onlyFirst() + counts.onlySecond() > images) {
      throw new IllegalArgumentException(counts + " of " + images + " images");
    }
    double low = -1;
    double high = (double) (counts.onlySecond() - counts.onlyFirst()) / images;
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (low + high) / 2;
      if (score(counts, (double) images, middle) > Z) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  /** The score statistic of a true difference, with the variance under it. */
  private static double score(McNemar counts, double n, double difference) {
    double b = counts.onlyFirst();
    double c = counts.onlySecond();
    double linear = -b - c + (2 * n - c + b) * difference;
    double constant = -b * difference * (1 - difference);
    double onlyFirst = (Math.sqrt(linear * linear - 8 * n * constant) - linear) / (4 * n);
    double variance = n * (2 * onlyFirst + difference * (1 - difference));
    return variance <= 0
        ? Double.POSITIVE_INFINITY
        : (c - b - n * difference) / Math.sqrt(variance);
  }

  /**
   * How many images it takes to show, of two classifiers that name the same images rightly, that
   * the second is not worse by a margin.
   *
   * @param margin in (0, 1)
   */
  public static long imagesNeeded(double margin) {
    return (long) Math.ceil(Z * Z * (1 - margin) / margin);
  }
}
