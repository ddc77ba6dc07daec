package io.entroscope.stats;

import io.entroscope.stats.inference.Range;

/**
 * What eigenvalues of a covariance say of how many directions a layer uses; with q the eigenvalues
 * divided by their sum, negative ones (of rounding) taken as 0. A layer that does not vary has the
 * rank 0.
 *
 * @param trace their sum
 * @param largest the largest
 * @param effectiveRank {@code exp(−Σ q ln q)}: O. Roy, M. Vetterli, "The Effective Rank: A Measure
 *     of Effective Dimensionality" (EUSIPCO 2007), eq. (3) and (4), of the covariance
 * @param participationRatio {@code 1 / Σ q²}
 * @param dim99 the smallest k such that the k largest sum to at least 0.99 of the trace
 * @param delveDim99 how many have a cumulative share below 0.99, at least 1, and one more if that
 *     share falls short by more than 0.02: the count of the program delve 0.1.50, from M. Richter
 *     et al., "Feature Space Saturation during Training" (2021)
 */
public record SpectrumEstimate(
    double trace,
    double largest,
    double effectiveRank,
    double participationRatio,
    int dim99,
    int delveDim99) {
  private static final double SHARE = 0.99;
  private static final double DELVE_SHORTFALL = 0.02;

  /**
   * From the eigenvalues.
   *
   * @param descending {@code [n]}, the largest first
   */
  public static SpectrumEstimate of(double[] descending) {
    double trace = 0;
    for (double value : descending) {
      trace += Math.max(0, value);
    }
    if (trace == 0) {
      return new SpectrumEstimate(0, 0, 0, 0, 0, 0);
    }
    double entropy = 0;
    double squares = 0;
    double cumulative = 0;
    int dim99 = 0;
    int below = 0;
    double shareBelow = 0;
    for (double value : descending) {
      double q = Math.max(0, value) / trace;
      entropy -= q > 0 ? q * Math.log(q) : 0;
      squares += q * q;
      dim99 += cumulative < SHARE ? 1 : 0;
      cumulative += q;
      if (cumulative < SHARE) {
        below++;
        shareBelow = cumulative;
      }
    }
    Range ranks = new Range(1, descending.length);
    boolean oneMore = below > 0 && SHARE - shareBelow > DELVE_SHORTFALL;
    return new SpectrumEstimate(
        trace,
        descending[0],
        ranks.hold(Math.exp(entropy)),
        ranks.hold(1 / squares),
        dim99,
        Math.max(1, below + (oneMore ? 1 : 0)));
  }
}
