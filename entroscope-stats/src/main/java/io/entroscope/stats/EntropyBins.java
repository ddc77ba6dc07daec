package io.entroscope.stats;

import io.entroscope.stats.inference.Range;

/**
 * Fixed bins for image entropies of a layer of n units, from 0 to ln n: {@value #LINEAR} equal
 * ones, of which the first is divided further, by factors of 2^(1/4), since a layer that is sure of
 * itself has nearly all its entropies there. Below some 4e-8 of ln n, which single precision cannot
 * tell from 0, there is one bin.
 */
public final class EntropyBins {
  /** How many equal bins these can be summed into. */
  public static final int LINEAR = 200;

  private static final int PER_OCTAVE = 4;
  private static final int FINE = 17 * PER_OCTAVE;

  /** How many bins there are. */
  public static final int COUNT = 1 + FINE + LINEAR - 1;

  /** As shares of ln n: {@code [COUNT + 1]}, from 0 to 1. */
  private static final double[] EDGES = edges();

  private EntropyBins() {}

  private static double[] edges() {
    double[] edges = new double[COUNT + 1];
    for (int b = 1; b <= FINE; b++) {
      edges[b] = Math.pow(2, (b - 1.0 - FINE) / PER_OCTAVE) / LINEAR;
    }
    for (int k = 1; k <= LINEAR; k++) {
      edges[FINE + k] = (double) k / LINEAR;
    }
    return edges;
  }

  /**
   * The bin of an entropy.
   *
   * @param entropy in nats, in [0, ln n]
   * @param units n
   */
  public static int index(double entropy, int units) {
    double share = units == 1 ? 0 : entropy / Math.log(units);
    int linear = Math.min((int) (share * LINEAR), LINEAR - 1);
    if (linear > 0) {
      return FINE + linear;
    }
    int bin = 0;
    for (int step = Integer.highestOneBit(FINE); step > 0; step /= 2) {
      bin += bin + step <= FINE && EDGES[bin + step] <= share ? step : 0;
    }
    return bin;
  }

  /** Counts in these bins summed into the equal ones; exact. */
  public static long[] linear(long[] counts) {
    long[] linear = new long[LINEAR];
    for (int bin = 0; bin < COUNT; bin++) {
      linear[Math.max(0, bin - FINE)] += counts[bin];
    }
    return linear;
  }

  /**
   * A quantile by linear interpolation inside its bin; exact to a bin's width.
   *
   * @param counts {@code [COUNT]}, not all zero
   * @param units n
   * @param q in [0, 1]
   * @return in nats
   */
  public static double quantile(long[] counts, int units, double q) {
    long total = 0;
    for (long count : counts) {
      total += count;
    }
    if (total == 0) {
      throw new IllegalArgumentException("the quantile of no entropies");
    }
    double target = q * total;
    double below = 0;
    int bin = 0;
    while (bin < COUNT - 1 && (counts[bin] == 0 || below + counts[bin] < target)) {
      below += counts[bin++];
    }
    double inside = counts[bin] == 0 ? 1 : Range.SHARE.hold((target - below) / counts[bin]);
    double share = EDGES[bin] + inside * (EDGES[bin + 1] - EDGES[bin]);
    return Range.SHARE.hold(share) * Math.log(units);
  }
}
