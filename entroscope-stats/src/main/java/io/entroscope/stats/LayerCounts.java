package io.entroscope.stats;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * The counting half of a layer's state, per class: in how many images each unit was positive, in
 * how many it had the largest activation, how its activation probability and the image entropy are
 * distributed over fixed bins, and how many images were left out for an activation that is not
 * finite. Immutable; merging is exact in any order.
 */
public final class LayerCounts {
  private final int units;
  // [class][...]; null while the class has no image.
  private final long[][] active;
  private final long[][] wins;
  private final long[][] entropies;
  private final long[] nonFinite;
  // [class][bin * n + unit], or [1][...] for all classes together, or [0] for none.
  private final long[][] probabilities;

  private LayerCounts(
      int units,
      long[][] active,
      long[][] wins,
      long[][] entropies,
      long[] nonFinite,
      long[][] probabilities) {
    this.units = units;
    this.active = active;
    this.wins = wins;
    this.entropies = entropies;
    this.nonFinite = nonFinite;
    this.probabilities = probabilities;
  }

  /** For which images the histograms of activation probabilities are kept. */
  public enum Histograms {
    /** For those of each class. */
    PER_CLASS,
    /** For all images together. */
    POOLED,
    /** For none. */
    NONE;

    int rows(int classes) {
      return this == PER_CLASS ? classes : this == POOLED ? 1 : 0;
    }
  }

  /** No images, of a layer of so many units. */
  public static LayerCounts zero(int units, int classes, Histograms histograms) {
    return new Builder(units, classes, histograms).build();
  }

  /** How many classes there are. */
  public int classes() {
    return nonFinite.length;
  }

  /** n, the number of units. */
  public int units() {
    return units;
  }

  /** {@code [n]}: in how many images of a class each unit was above 0. */
  public long[] active(int label) {
    return orZero(active[label], units);
  }

  /**
   * {@code [n]}: in how many images of a class each unit had the largest activation, the first of
   * equals.
   */
  public long[] wins(int label) {
    return orZero(wins[label], units);
  }

  /** {@code [EntropyBins.COUNT]}: the images of a class by image entropy. */
  public long[] entropies(int label) {
    return orZero(entropies[label], EntropyBins.COUNT);
  }

  /** Images of a class that were left out for an activation that is not finite. */
  public long nonFinite(int label) {
    return nonFinite[label];
  }

  /** Which histograms of activation probabilities were kept. */
  public Histograms histograms() {
    return probabilities.length == 0
        ? Histograms.NONE
        : probabilities.length == classes() ? Histograms.PER_CLASS : Histograms.POOLED;
  }

  /**
   * {@code [ProbabilityBins.COUNT]}: the images by the activation probability of a unit.
   *
   * @param row the class, or 0 where all classes are counted together
   * @param unit the unit
   */
  public long[] probabilities(int row, int unit) {
    long[] counts = new long[ProbabilityBins.COUNT];
    long[] table = probabilities[row];
    if (table != null) {
      for (int bin = 0; bin < counts.length; bin++) {
        counts[bin] = table[bin * units + unit];
      }
    }
    return counts;
  }

  /**
   * The counts over these images and those.
   *
   * @throws IllegalArgumentException if the two are of layers or plans of other sizes
   */
  public LayerCounts merge(LayerCounts that) {
    if (units != that.units
        || classes() != that.classes()
        || probabilities.length != that.probabilities.length) {
      throw new IllegalArgumentException(
          "merging counts of ["
              + classes()
              + " classes, "
              + units
              + " units] with ["
              + that.classes()
              + ", "
              + that.units
              + "], or other histograms");
    }
    long[] sum = nonFinite.clone();
    addRow(sum, that.nonFinite);
    return new LayerCounts(
        units,
        merged(active, that.active),
        merged(wins, that.wins),
        merged(entropies, that.entropies),
        sum,
        merged(probabilities, that.probabilities));
  }

  private static long[][] merged(long[][] a, long[][] b) {
    long[][] rows = new long[a.length][];
    for (int i = 0; i < rows.length; i++) {
      if (a[i] == null || b[i] == null) {
        rows[i] = a[i] == null ? b[i] : a[i];
      } else {
        rows[i] = a[i].clone();
        addRow(rows[i], b[i]);
      }
    }
    return rows;
  }

  private static void addRow(long[] total, long[] row) {
    for (int i = 0; i < total.length; i++) {
      total[i] += row[i];
    }
  }

  private static long[] orZero(long[] row, int length) {
    return row == null ? new long[length] : row.clone();
  }

  /** Writes this state; its sizes are left to whoever reads it. */
  public void writeTo(DataOutput out) throws IOException {
    for (int label = 0; label < nonFinite.length; label++) {
      Numbers.write(out, nonFinite[label]);
      Numbers.writeRow(out, active[label]);
      Numbers.writeRow(out, wins[label]);
      Numbers.writeRow(out, entropies[label]);
    }
    for (long[] table : probabilities) {
      Numbers.writeRow(out, table);
    }
  }

  /**
   * Reads what {@link #writeTo} wrote of a state of these sizes.
   *
   * @throws IOException if the bytes end early or are no such state
   */
  public static LayerCounts readFrom(DataInput in, int units, int classes, Histograms histograms)
      throws IOException {
    LayerCounts state = zero(units, classes, histograms);
    for (int label = 0; label < classes; label++) {
      state.nonFinite[label] = Numbers.read(in);
      state.active[label] = Numbers.readRow(in, units);
      state.wins[label] = Numbers.readRow(in, units);
      state.entropies[label] = Numbers.readRow(in, EntropyBins.COUNT);
    }
    for (int row = 0; row < state.probabilities.length; row++) {
      state.probabilities[row] = Numbers.readRow(in, ProbabilityBins.COUNT * units);
    }
    return state;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LayerCounts that
        && units == that.units
        && Arrays.deepEquals(active, that.active)
        && Arrays.deepEquals(wins, that.wins)
        && Arrays.deepEquals(entropies, that.entropies)
        && Arrays.equals(nonFinite, that.nonFinite)
        && Arrays.deepEquals(probabilities, that.probabilities);
  }

  @Override
  public int hashCode() {
    return Arrays.deepHashCode(wins);
  }

  /** Counts images one by one, in any order. Not for several threads; ints until it is built. */
  public static final class Builder {
    private final int units;
    private final Histograms histograms;
    private final int[][] active;
    private final int[][] wins;
    private final int[][] entropies;
    private final int[] nonFinite;
    private final int[][] probabilities;

    /** Starts from no images. */
    public Builder(int units, int classes, Histograms histograms) {
      this.units = units;
      this.histograms = histograms;
      this.active = new int[classes][];
      this.wins = new int[classes][];
      this.entropies = new int[classes][];
      this.nonFinite = new int[classes];
      this.probabilities = new int[histograms.rows(classes)][];
    }

    /** Counts an image of a class as left out. */
    public void addNonFinite(int label) {
      nonFinite[label]++;
    }

    /**
     * Adds one image.
     *
     * @param label its class
     * @param activations holds its finite activations x, n of them from {@code offset}
     * @param offset where they start
     * @param max the largest of them
     * @param logSumExp ln Σ exp x
     * @param entropy of its softmax, in nats
     */
    public void add(
        int label, float[] activations, int offset, float max, float logSumExp, double entropy) {
      row(entropies, label, EntropyBins.COUNT)[EntropyBins.index(entropy, units)]++;
      countActive(row(active, label, units), activations, offset);
      row(wins, label, units)[winner(activations, offset, max)]++;
      if (histograms != Histograms.NONE) {
        int[] table =
            row(
                probabilities,
                histograms == Histograms.POOLED ? 0 : label,
                ProbabilityBins.COUNT * units);
        for (int i = 0; i < units; i++) {
          table[ProbabilityBins.index(logSumExp - activations[offset + i]) * units + i]++;
        }
      }
    }

    private static void countActive(int[] active, float[] activations, int offset) {
      for (int i = 0; i < active.length; i++) {
        active[i] += activations[offset + i] > 0 ? 1 : 0;
      }
    }

    private int winner(float[] activations, int offset, float max) {
      int winner = 0;
      while (winner < units - 1 && activations[offset + winner] != max) {
        winner++;
      }
      return winner;
    }

    private static int[] row(int[][] rows, int index, int length) {
      int[] row = rows[index];
      if (row == null) {
        row = new int[length];
        rows[index] = row;
      }
      return row;
    }

    /** The counts so far, as an immutable state. */
    public LayerCounts build() {
      return new LayerCounts(
          units,
          toLong(active),
          toLong(wins),
          toLong(entropies),
          Arrays.stream(nonFinite).asLongStream().toArray(),
          toLong(probabilities));
    }

    private static long[][] toLong(int[][] rows) {
      long[][] longs = new long[rows.length][];
      for (int i = 0; i < rows.length; i++) {
        longs[i] = rows[i] == null ? null : Arrays.stream(rows[i]).asLongStream().toArray();
      }
      return longs;
    }
  }
}
