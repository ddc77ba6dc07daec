package io.entroscope.stats;

import io.entroscope.stats.inference.Range;

/** Entropies and mutual information of counted events. */
public final class DiscreteEntropy {
  private static final double LN2 = Math.log(2);

  private DiscreteEntropy() {}

  /**
   * The mean over units of the entropy of being on or off, in bits: V. Quétu, Z. Liao, E.
   * Tartaglione, "The Simpler The Better" (EASIER, 2024), eq. (3).
   *
   * @param active {@code [n]}: in how many images each unit was above 0
   * @param images how many there are, at least 1
   * @return in [0, 1]
   */
  public static double onOff(long[] active, long images) {
    double sum = 0;
    for (long on : active) {
      sum += plugIn(new long[] {on, images - on}, images);
    }
    return Range.SHARE.hold(sum / active.length / LN2);
  }

  /**
   * The entropy of events with these counts, in nats, with the correction of G. Miller and W. Madow
   * (1954; G. Miller, "Note on the Bias of Information Estimates", 1955): {@code (occupied − 1) /
   * 2N} is added to the plug-in value.
   *
   * @param counts not all zero
   * @return in [0, ln n]
   */
  public static double millerMadow(long[] counts) {
    long total = total(counts);
    double corrected = plugIn(counts, total) + (occupied(counts) - 1) / (2.0 * total);
    return Range.entropy(counts.length).hold(corrected);
  }

  /**
   * The mutual information of two events, in nats, from their joint counts; each of the three
   * entropies corrected by Miller and Madow, so that it may fall below 0, but not above what either
   * event can tell.
   *
   * @param joint {@code [rows][columns]}, not all zero
   */
  public static double information(long[][] joint) {
    int columns = joint[0].length;
    long[] flat = new long[joint.length * columns];
    long[] byRow = new long[joint.length];
    long[] byColumn = new long[columns];
    for (int r = 0; r < joint.length; r++) {
      for (int c = 0; c < columns; c++) {
        flat[r * columns + c] = joint[r][c];
        byRow[r] += joint[r][c];
        byColumn[c] += joint[r][c];
      }
    }
    long total = total(flat);
    double plugIn = plugIn(byRow, total) + plugIn(byColumn, total) - plugIn(flat, total);
    int cells = occupied(byRow) + occupied(byColumn) - occupied(flat) - 1;
    double most = Math.log(Math.min(joint.length, columns));
    return Math.min(plugIn + cells / (2.0 * total), most);
  }

  /**
   * The Jensen–Shannon divergence of distributions with equal weights, in nats: J. Lin, "Divergence
   * Measures Based on the Shannon Entropy" (1991), eq. (5.1).
   *
   * @param distributions {@code [C][n]}, each summing to 1
   * @return in [0, ln C]
   */
  public static double divergence(double[][] distributions) {
    double[] mixture = new double[distributions[0].length];
    double within = 0;
    for (double[] p : distributions) {
      within += entropy(p) / distributions.length;
      for (int i = 0; i < mixture.length; i++) {
        mixture[i] += p[i] / distributions.length;
      }
    }
    return Range.entropy(distributions.length).hold(entropy(mixture) - within);
  }

  private static double entropy(double[] p) {
    double entropy = 0;
    for (double share : p) {
      entropy -= share > 0 ? share * Math.log(share) : 0;
    }
    return entropy;
  }

  private static double plugIn(long[] counts, long total) {
    double entropy = 0;
    for (long count : counts) {
      double p = (double) count / total;
      entropy -= count > 0 ? p * Math.log(p) : 0;
    }
    return entropy;
  }

  private static long total(long[] counts) {
    long total = 0;
    for (long count : counts) {
      total += count;
    }
    if (total == 0) {
      throw new IllegalArgumentException("the entropy of no events");
    }
    return total;
  }

  private static int occupied(long[] counts) {
    int occupied = 0;
    for (long count : counts) {
      occupied += count > 0 ? 1 : 0;
    }
    return occupied;
  }
}
