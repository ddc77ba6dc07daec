package io.entroscope.stats;

/**
 * Fixed equal bins for image entropies of a layer of n units, from 0 to ln n, and quantiles read
 * from counts in them.
 */
public final class EntropyBins {
  /** How many bins there are. */
  public static final int COUNT = 200;

  private EntropyBins() {}

  /**
   * The bin of an entropy.
   *
   * @param entropy in nats, in [0, ln n] up to rounding
   * @param units n
   */
  public static int index(double entropy, int units) {
    int bin = units == 1 ? 0 : (int) (entropy / Math.log(units) * COUNT);
    return Math.min(Math.max(bin, 0), COUNT - 1);
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
    double inside = counts[bin] == 0 ? 1 : (target - below) / counts[bin];
    return (bin + Math.min(Math.max(inside, 0), 1)) / COUNT * Math.log(units);
  }
}
