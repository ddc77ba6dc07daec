package io.entroscope.stats;

/**
 * Fixed bins for activation probabilities, which don't depend on the data: 50 equal ones on [0, 1]
 * (the paper's linear picture), of which the first is divided further, by factors of √2, since in a
 * wide layer nearly every probability is below 0.02. Bin b holds {@code edge(b) ≤ p < edge(b + 1)};
 * the last one holds 1 too.
 *
 * <p>A probability is given as {@code t = −ln p ≥ 0}; a table over t of cells narrower than any bin
 * finds the bin with one comparison.
 */
public final class ProbabilityBins {
  /** How many equal bins on [0, 1] these can be summed into. */
  public static final int LINEAR = 50;

  private static final int FINE = 48;

  /** How many bins there are. */
  public static final int COUNT = 1 + FINE + LINEAR - 1;

  private static final float CELLS_PER_NAT = 64;
  private static final double[] EDGES = edges();
  private static final byte[] LOWER_BIN;
  private static final float[] EDGE_IN_CELL;

  static {
    int cells = (int) Math.ceil(-Math.log(EDGES[1]) * CELLS_PER_NAT) + 1;
    LOWER_BIN = new byte[cells];
    EDGE_IN_CELL = new float[cells];
    for (int cell = 0; cell < cells; cell++) {
      // The bin at the far (less probable) end of the cell, and the one edge there may be in it.
      int bin = binOf(Math.exp(-(cell + 1) / (double) CELLS_PER_NAT));
      LOWER_BIN[cell] = (byte) bin;
      EDGE_IN_CELL[cell] = bin + 1 == COUNT ? -1 : (float) -Math.log(EDGES[bin + 1]);
    }
  }

  private ProbabilityBins() {}

  private static double[] edges() {
    double[] edges = new double[COUNT + 1];
    for (int b = 1; b <= FINE; b++) {
      edges[b] = Math.pow(2, (b - 1 - FINE) / 2.0) / LINEAR;
    }
    for (int k = 1; k <= LINEAR; k++) {
      edges[FINE + k] = (double) k / LINEAR;
    }
    return edges;
  }

  private static int binOf(double p) {
    int bin = 0;
    while (bin + 1 < COUNT && p >= EDGES[bin + 1]) {
      bin++;
    }
    return bin;
  }

  /** The edges, as probabilities: {@code [COUNT + 1]}, from 0 to 1. */
  public static double[] edgeProbabilities() {
    return EDGES.clone();
  }

  /**
   * The bin of the probability {@code exp(−t)}.
   *
   * @param t finite; what is below 0 through rounding counts as 0
   */
  public static int index(float t) {
    int cell = Math.max((int) (t * CELLS_PER_NAT), 0);
    if (cell >= LOWER_BIN.length) {
      return 0;
    }
    int bin = LOWER_BIN[cell];
    return t <= EDGE_IN_CELL[cell] ? bin + 1 : bin;
  }

  /**
   * Counts in these bins summed into the {@link #LINEAR} equal ones; exact, since every linear edge
   * is an edge here.
   *
   * @param counts {@code [COUNT]}
   * @return {@code [LINEAR]}
   */
  public static long[] linear(long[] counts) {
    long[] linear = new long[LINEAR];
    for (int bin = 0; bin < COUNT; bin++) {
      linear[Math.max(0, bin - FINE)] += counts[bin];
    }
    return linear;
  }
}
