package io.entroscope.stats;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * The floating-point half of a layer's state: per class and group, the sum of each unit's
 * activation, the sum of all squares, and the moments of the image entropy. Images fall into groups
 * by a hash of their position; the groups are kept apart for the jackknife.
 *
 * <p>Immutable. Addition of doubles is not associative, so states are to be merged in the one order
 * that {@link CanonicalMerge} defines.
 */
public final class LayerSums {
  private final int units;
  private final int classes;
  private final int groups;
  // By cell = class * groups + group; a row is null while the cell has no image.
  private final double[][] sums;
  private final long[] images;
  private final double[] squares;
  private final double[] entropyMean;
  private final double[] entropyM2;
  private final double[] entropyM3;

  private LayerSums(
      int units,
      int classes,
      int groups,
      double[][] sums,
      long[] images,
      double[] squares,
      double[] entropyMean,
      double[] entropyM2,
      double[] entropyM3) {
    this.units = units;
    this.classes = classes;
    this.groups = groups;
    this.sums = sums;
    this.images = images;
    this.squares = squares;
    this.entropyMean = entropyMean;
    this.entropyM2 = entropyM2;
    this.entropyM3 = entropyM3;
  }

  /** No images, of a layer of so many units. */
  public static LayerSums zero(int units, int classes, int groups) {
    return new Builder(units, classes, groups).build();
  }

  /** n, the number of units. */
  public int units() {
    return units;
  }

  /** How many classes there are. */
  public int classes() {
    return classes;
  }

  /** How many groups the images of a class fall into. */
  public int groups() {
    return groups;
  }

  /** The number of images of a class in a group. */
  public long images(int label, int group) {
    return images[label * groups + group];
  }

  /** The sum over units and images of the squared activations of a class in a group. */
  public double squares(int label, int group) {
    return squares[label * groups + group];
  }

  /** The moments of the image entropies, in nats, of a class in a group. */
  public Moments entropy(int label, int group) {
    return entropy(label * groups + group);
  }

  private Moments entropy(int cell) {
    return new Moments(images[cell], entropyMean[cell], entropyM2[cell], entropyM3[cell]);
  }

  private void setEntropy(int cell, Moments moments) {
    entropyMean[cell] = moments.mean();
    entropyM2[cell] = moments.m2();
    entropyM3[cell] = moments.m3();
  }

  /** Adds the sums over images {@code [n]} of a class in a group to {@code total}. */
  public void addTo(double[] total, int label, int group) {
    double[] row = sums[label * groups + group];
    if (row != null) {
      addRow(total, row);
    }
  }

  /**
   * The state of these images and those.
   *
   * @throws IllegalArgumentException if the two are of layers or plans of other sizes
   */
  public LayerSums merge(LayerSums that) {
    if (units != that.units || classes != that.classes || groups != that.groups) {
      throw new IllegalArgumentException(
          "merging sums of ["
              + classes
              + " classes, "
              + groups
              + " groups, "
              + units
              + " units] with ["
              + that.classes
              + ", "
              + that.groups
              + ", "
              + that.units
              + "]");
    }
    LayerSums merged = zero(units, classes, groups);
    for (int cell = 0; cell < images.length; cell++) {
      merged.sums[cell] = merged(sums[cell], that.sums[cell]);
      merged.images[cell] = images[cell] + that.images[cell];
      merged.squares[cell] = squares[cell] + that.squares[cell];
      merged.setEntropy(cell, entropy(cell).merge(that.entropy(cell)));
    }
    return merged;
  }

  private static double[] merged(double[] a, double[] b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    double[] sum = a.clone();
    addRow(sum, b);
    return sum;
  }

  private static void addRow(double[] total, double[] row) {
    for (int i = 0; i < total.length; i++) {
      total[i] += row[i];
    }
  }

  /** Writes this state, bit for bit; its sizes are left to whoever reads it. */
  public void writeTo(DataOutput out) throws IOException {
    for (int cell = 0; cell < images.length; cell++) {
      Numbers.write(out, images[cell]);
      double[] row = sums[cell];
      if (row != null) {
        out.writeDouble(squares[cell]);
        out.writeDouble(entropyMean[cell]);
        out.writeDouble(entropyM2[cell]);
        out.writeDouble(entropyM3[cell]);
        for (double sum : row) {
          out.writeDouble(sum);
        }
      }
    }
  }

  /**
   * Reads what {@link #writeTo} wrote of a state of these sizes.
   *
   * @throws IOException if the bytes end early or are no such state
   */
  public static LayerSums readFrom(DataInput in, int units, int classes, int groups)
      throws IOException {
    LayerSums state = zero(units, classes, groups);
    for (int cell = 0; cell < state.images.length; cell++) {
      state.images[cell] = Numbers.read(in);
      if (state.images[cell] > 0) {
        state.squares[cell] = Numbers.readFinite(in);
        state.entropyMean[cell] = Numbers.readFinite(in);
        state.entropyM2[cell] = Numbers.readFinite(in);
        state.entropyM3[cell] = Numbers.readFinite(in);
        double[] row = new double[units];
        for (int i = 0; i < units; i++) {
          row[i] = Numbers.readFinite(in);
        }
        state.sums[cell] = row;
      }
    }
    return state;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LayerSums that
        && units == that.units
        && classes == that.classes
        && groups == that.groups
        && Arrays.deepEquals(sums, that.sums)
        && Arrays.equals(images, that.images)
        && Arrays.equals(squares, that.squares)
        && Arrays.equals(entropyMean, that.entropyMean)
        && Arrays.equals(entropyM2, that.entropyM2)
        && Arrays.equals(entropyM3, that.entropyM3);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(images) + Arrays.hashCode(squares);
  }

  /** Adds images one by one, in the order of their positions. Not for several threads. */
  public static final class Builder {
    private final LayerSums state;

    /** Starts from no images. */
    public Builder(int units, int classes, int groups) {
      int cells = Math.multiplyExact(classes, groups);
      state =
          new LayerSums(
              units,
              classes,
              groups,
              new double[cells][],
              new long[cells],
              new double[cells],
              new double[cells],
              new double[cells],
              new double[cells]);
    }

    /**
     * Adds one image.
     *
     * @param label its class
     * @param group its group
     * @param activations holds its finite activations, n of them from {@code offset}
     * @param offset where they start
     * @param squares their sum of squares
     * @param entropy of its softmax, in nats
     */
    public void add(
        int label, int group, float[] activations, int offset, double squares, double entropy) {
      int cell = label * state.groups + group;
      double[] row = state.sums[cell];
      if (row == null) {
        row = new double[state.units];
        state.sums[cell] = row;
      }
      for (int i = 0; i < row.length; i++) {
        row[i] += activations[offset + i];
      }
      state.squares[cell] += squares;
      state.setEntropy(cell, state.entropy(cell).add(entropy));
      state.images[cell]++;
    }

    /** The state; the builder must not be used afterwards. */
    public LayerSums build() {
      return state;
    }
  }
}
