package io.entroscope.stats;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

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
  // [class * bins + bin][n], or [bins][n] for all classes together, or [0] for none; null while the
  // bin has no image, as most bins of a layer do.
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
    return new LayerCounts(
        units,
        new long[classes][],
        new long[classes][],
        new long[classes][],
        new long[classes],
        new long[histograms.rows(classes) * ProbabilityBins.COUNT][]);
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
        : probabilities.length == classes() * ProbabilityBins.COUNT
            ? Histograms.PER_CLASS
            : Histograms.POOLED;
  }

  /**
   * The images by the activation probability of each of some units. Neighbours lie together in
   * memory, so ask for some dozens at a time.
   *
   * @param fromRow the first class, or 0 where all classes are counted together
   * @param toRow behind the last one
   * @param fromUnit the first unit
   * @param toUnit behind the last one
   * @param counts {@code [toUnit − fromUnit or more][ProbabilityBins.COUNT]}: overwritten
   */
  public void probabilities(int fromRow, int toRow, int fromUnit, int toUnit, long[][] counts) {
    for (long[] row : counts) {
      Arrays.fill(row, 0);
    }
    for (int row = fromRow; row < toRow; row++) {
      for (int bin = 0; bin < ProbabilityBins.COUNT; bin++) {
        long[] inBin = probabilities[row * ProbabilityBins.COUNT + bin];
        if (inBin != null) {
          for (int unit = fromUnit; unit < toUnit; unit++) {
            counts[unit - fromUnit][bin] += inBin[unit];
          }
        }
      }
    }
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
    for (long[] inBin : probabilities) {
      Numbers.writeRow(out, inBin);
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
      state.probabilities[row] = Numbers.readRow(in, units);
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

  /**
   * Counts images one by one, in any order. Not for several threads. The histograms are counted in
   * small numbers, half the memory to go through, and carried over before these are full.
   */
  public static final class Builder {
    private static final int MOST_RECENT = Character.MAX_VALUE;

    private final int units;
    private final Histograms histograms;
    private final long[] nonFinite;
    private final int[] images;
    private final int[][] wins;
    private final int[][] entropies;
    // Whole numbers, exact up to 2^24.
    private final float[][] active;
    private final char[][] probabilities;
    private final float[] row;
    private final float[] cells;
    private int recent;
    private LayerCounts carried;

    /** Starts from no images. */
    public Builder(int units, int classes, Histograms histograms) {
      this.units = units;
      this.histograms = histograms;
      this.nonFinite = new long[classes];
      this.images = new int[classes];
      this.wins = new int[classes][];
      this.entropies = new int[classes][];
      this.active = new float[classes][];
      this.probabilities = new char[histograms.rows(classes)][];
      this.row = new float[units];
      this.cells = new float[units];
      this.carried = zero(units, classes, histograms);
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
      if (recent == MOST_RECENT) {
        carried = build();
        clear();
      }
      recent++;
      if (images[label]++ == 0) {
        wins[label] = new int[units];
        entropies[label] = new int[EntropyBins.COUNT];
        active[label] = new float[units];
      }
      entropies[label][EntropyBins.index(entropy, units)]++;
      wins[label][winner(activations, offset, max)]++;
      System.arraycopy(activations, offset, row, 0, units);
      countActive(active[label], row);
      if (histograms != Histograms.NONE) {
        int table = histograms == Histograms.POOLED ? 0 : label;
        if (probabilities[table] == null) {
          probabilities[table] = new char[ProbabilityBins.COUNT * units];
        }
        ProbabilityBins.count(row, logSumExp, cells, probabilities[table]);
      }
    }

    /** Adds 1 where x is above 0, in a form that the virtual machine vectorises. */
    private static void countActive(float[] active, float[] row) {
      for (int i = 0; i < active.length; i++) {
        // The smallest float, 2^-149, becomes 2.
        active[i] += Math.min(Math.max(row[i] * 0x1p100f * 0x1p50f, 0), 1);
      }
    }

    private int winner(float[] activations, int offset, float max) {
      int winner = 0;
      while (winner < units - 1 && activations[offset + winner] != max) {
        winner++;
      }
      return winner;
    }

    private void clear() {
      Arrays.fill(nonFinite, 0);
      Arrays.fill(images, 0);
      Arrays.fill(probabilities, null);
      recent = 0;
    }

    /** The counts so far, as an immutable state. */
    public LayerCounts build() {
      return sum(List.of(this));
    }

    /**
     * The counts so far of several, over different images, as one immutable state.
     *
     * @param builders at least one, of the same layer
     */
    public static LayerCounts sum(List<Builder> builders) {
      Builder first = builders.get(0);
      LayerCounts sum = zero(first.units, first.images.length, first.histograms);
      builders.forEach(builder -> builder.addTo(sum));
      return builders.stream().map(builder -> builder.carried).reduce(sum, LayerCounts::merge);
    }

    private void addTo(LayerCounts sum) {
      LayerCounts.addRow(sum.nonFinite, nonFinite);
      for (int label = 0; label < images.length; label++) {
        if (images[label] > 0) {
          addRow(row(sum.wins, label, units), wins[label]);
          addRow(row(sum.entropies, label, EntropyBins.COUNT), entropies[label]);
          addRow(row(sum.active, label, units), active[label]);
        }
      }
      for (int table = 0; table < probabilities.length; table++) {
        if (probabilities[table] != null) {
          addBins(sum, table);
        }
      }
    }

    private void addBins(LayerCounts sum, int table) {
      for (int bin = 0; bin < ProbabilityBins.COUNT; bin++) {
        int start = bin * units;
        if (!isZero(probabilities[table], start)) {
          int row = table * ProbabilityBins.COUNT + bin;
          addRow(row(sum.probabilities, row, units), probabilities[table], start);
        }
      }
    }

    private static long[] row(long[][] rows, int index, int length) {
      if (rows[index] == null) {
        rows[index] = new long[length];
      }
      return rows[index];
    }

    private static void addRow(long[] total, int[] row) {
      for (int i = 0; i < total.length; i++) {
        total[i] += row[i];
      }
    }

    private static void addRow(long[] total, float[] row) {
      for (int i = 0; i < total.length; i++) {
        total[i] += (long) row[i];
      }
    }

    private boolean isZero(char[] table, int start) {
      int any = 0;
      for (int i = start; i < start + units; i++) {
        any |= table[i];
      }
      return any == 0;
    }

    private static void addRow(long[] total, char[] table, int start) {
      for (int i = 0; i < total.length; i++) {
        total[i] += table[start + i];
      }
    }
  }
}
