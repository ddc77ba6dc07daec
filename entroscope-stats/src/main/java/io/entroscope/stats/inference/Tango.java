package io.entroscope.stats.inference;

/**
 * The score interval of a difference of paired shares: T. Tango, "Equivalence test and confidence
 * interval for the difference in proportions for the paired-sample design", Statistics in Medicine
 * 17 (1998).
 */
public final class Tango {
  private static final int HALVINGS = 60;

  private Tango() {}

  /**
   * The 95% interval of the second's share less the first's.
   *
   * @param counts of the images that only one names rightly
   * @param images at least 1, with those that both name rightly or wrongly
   */
  public static Range interval(McNemar counts, long images) {
    McNemar turned =
        new McNemar(/* onlyFirst= */ counts.onlySecond(), /* onlySecond= */ counts.onlyFirst());
    return new Range(low(counts, images, Normal.Z95), -low(turned, images, Normal.Z95));
  }

  /**
   * How many images it takes for that interval to lie above −margin where both name the same images
   * rightly.
   *
   * @param margin in (0, 1)
   */
  public static long imagesNeeded(double margin) {
    return imagesNeeded(margin, Normal.Z95);
  }

  /** The same of a lower bound; {@code z² / (n + z²)} lies below 0 there. */
  static long imagesNeeded(double margin, double z) {
    return (long) Math.ceil(z * z * (1 - margin) / margin);
  }

  /**
   * A lower bound of the same difference.
   *
   * @param z the quantile of the normal distribution that decides how often it may miss
   */
  static double low(McNemar counts, long images, double z) {
    if (images < 1 || counts.onlyFirst() + counts.onlySecond() > images) {
      throw new IllegalArgumentException(counts + " of " + images + " images");
    }
    double low = -1;
    double high = (double) (counts.onlySecond() - counts.onlyFirst()) / images;
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (low + high) / 2;
      if (score(counts, (double) images, middle) > z) {
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
}
