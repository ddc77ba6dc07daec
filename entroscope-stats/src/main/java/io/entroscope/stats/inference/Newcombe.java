package io.entroscope.stats.inference;

/**
 * The hybrid score interval of the difference of two independent shares: R. G. Newcombe, "Interval
 * Estimation for the Difference Between Independent Proportions", Statistics in Medicine 17 (1998),
 * method 10.
 */
public final class Newcombe {
  private static final Range DIFFERENCES = new Range(-1, 1);

  private Newcombe() {}

  /**
   * The 95% interval of {@code share − other}.
   *
   * @param share in [0, 1]
   * @param trials that it is of, at least 1
   * @param other in [0, 1]
   * @param otherTrials that it is of, at least 1
   */
  public static Range difference(double share, long trials, double other, long otherTrials) {
    Range a = Wilson.interval(share, trials);
    Range b = Wilson.interval(other, otherTrials);
    double below = Math.hypot(share - a.low(), b.high() - other);
    double above = Math.hypot(a.high() - share, other - b.low());
    double difference = share - other;
    return DIFFERENCES.hold(new Range(difference - below, difference + above));
  }
}
