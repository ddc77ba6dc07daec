package io.entroscope.stats;

/**
 * Fixed bins for activation probabilities, which don't depend on the data: 50 equal ones on [0, 1]
 * (the paper's linear picture), of which the first is divided further, by factors of √2, since in a
 * wide layer nearly every probability is below 0.02. Bin b holds {@code edge(b) ≤ p < edge(b + 1)};
 * the last one holds 1 too.
 *
 * <p>A probability is given as {@code t = −ln p ≥ 0}; a table over t of cells narrower than any bin
 * gives the bin, with one comparison where the cell holds an edge.
 */
public final class ProbabilityBins {
  /** How many equal bins on [0, 1] these can be summed into. */
  public static final int LINEAR = 50;

  private static final int FINE = 48;

  /** How many bins there are. */
  public static final int COUNT = 1 + FINE + LINEAR - 1;

  /** A power of two, so that t times this is exact; so many that few cells hold an edge. */
  private static final float CELLS_PER_NAT = 512;

  private static final int CELLS = 1 << 14;

  /** A float from here on is a whole number, held in its lowest bits. */
  private static final float WHOLE = 1 << 23;

  private static final double[] EDGES = edges();

  /** The bin of a cell, or, of a cell with an edge in it, the bitwise complement of the lower. */
  private static final byte[] BIN_OF_CELL = new byte[CELLS];

  /** The edge above each bin as a scaled t; below every t for the highest bin. */
  private static final float[] EDGE_ABOVE = new float[COUNT];

  static {
    for (int bin = 0; bin < COUNT; bin++) {
      EDGE_ABOVE[bin] = bin + 1 == COUNT ? -1 : CELLS_PER_NAT * (float) -Math.log(EDGES[bin + 1]);
    }
    int bin = COUNT - 1;
    for (int cell = 0; cell < CELLS; cell++) {
      int above = bin;
      while (bin > 0 && EDGE_ABOVE[bin - 1] < cell + 0.5) {
        bin--;
      }
      BIN_OF_CELL[cell] = (byte) (above == bin ? bin : ~bin);
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
    float scaled = t * CELLS_PER_NAT;
    int bin = BIN_OF_CELL[number(cell(scaled))];
    return bin >= 0 ? bin : inDividedCell(~bin, scaled);
  }

  /**
   * Counts the activation probability {@code exp(x − lse)} of every unit of an image. In two steps,
   * since only the first is one that the virtual machine vectorises.
   *
   * @param row {@code [n]}: the activations x, finite; overwritten
   * @param logSumExp of them
   * @param cells {@code [n]}: overwritten
   * @param table {@code [COUNT * n]}, bin by bin: 1 is added for each unit
   */
  static void count(float[] row, float logSumExp, float[] cells, char[] table) {
    for (int i = 0; i < row.length; i++) {
      row[i] = (logSumExp - row[i]) * CELLS_PER_NAT;
    }
    for (int i = 0; i < row.length; i++) {
      cells[i] = cell(row[i]);
    }
    for (int i = 0; i < row.length; i++) {
      int bin = BIN_OF_CELL[number(cells[i])];
      if (bin < 0) {
        bin = inDividedCell(~bin, row[i]);
      }
      table[bin * row.length + i]++;
    }
  }

  /** The nearest whole number, kept within the table, as a float from {@link #WHOLE} on. */
  private static float cell(float scaled) {
    return Math.min(Math.max(scaled, 0), CELLS - 1) + WHOLE;
  }

  private static int number(float cell) {
    return Float.floatToRawIntBits(cell) & (CELLS - 1);
  }

  private static int inDividedCell(int lower, float scaled) {
    return scaled <= EDGE_ABOVE[lower] ? lower + 1 : lower;
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
