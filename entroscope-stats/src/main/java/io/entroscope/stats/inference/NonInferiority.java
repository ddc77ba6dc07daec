package io.entroscope.stats.inference;

/**
 * How much worse a second classifier may be than the first on the same images, by {@link Tango}'s
 * score interval.
 */
public final class NonInferiority {
  /** The one-sided 95% quantile. */
  private static final double Z = 1.6448536269514722;

  private NonInferiority() {}

  /**
   * The one-sided 95% lower bound of the second's accuracy less the first's.
   *
   * @param counts of the images that only one names rightly
   * @param images at least 1, with those that both name rightly or wrongly
   */
  public static double lowerBound(McNemar counts, long images) {
    return Tango.low(counts, images, Z);
  }

  /**
   * How many images it takes to show, of two classifiers that name the same images rightly, that
   * the second is not worse by a margin.
   *
   * @param margin in (0, 1)
   */
  public static long imagesNeeded(double margin) {
    return Tango.imagesNeeded(margin, Z);
  }
}
