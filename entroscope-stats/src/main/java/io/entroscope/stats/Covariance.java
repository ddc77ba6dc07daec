package io.entroscope.stats;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Count, means and centred second moments of the activations of n units: all that their covariance
 * is read from. Merging follows T. F. Chan, G. H. Golub, R. J. LeVeque, "Updating Formulae and a
 * Pairwise Algorithm for Computing Sample Variances" (1979), which does not cancel: with δ the
 * difference of the two means, {@code M = M₁ + M₂ + δδᵀ · N₁N₂ / (N₁ + N₂)}.
 *
 * <p>Immutable. Addition of doubles is not associative, so states are to be merged in the one order
 * that {@link CanonicalMerge} defines.
 */
public final class Covariance {
  private final int units;
  private final long count;
  private final double[] mean;
  // The upper triangle, row by row; empty while there is no image.
  private final double[] m2;

  private Covariance(int units, long count, double[] mean, double[] m2) {
    this.units = units;
    this.count = count;
    this.mean = mean;
    this.m2 = m2;
  }

  /** No images, of n units. */
  public static Covariance zero(int units) {
    return new Covariance(units, 0, new double[units], new double[0]);
  }

  /** n, the number of units. */
  public int units() {
    return units;
  }

  /** How many images there are. */
  public long count() {
    return count;
  }

  /** {@code [n]}: the mean activation; 0 if there are no images. */
  public double[] mean() {
    return mean.clone();
  }

  /** {@code Σ (x_i − mean_i)(x_j − mean_j)} over the images. */
  public double moment(int i, int j) {
    return count == 0 ? 0 : m2[i <= j ? index(i, j) : index(j, i)];
  }

  /** {@code [n (n + 1) / 2]}: the same for {@code i <= j}, row by row. */
  public double[] moments() {
    return count == 0 ? new double[units * (units + 1) / 2] : m2.clone();
  }

  private int index(int row, int column) {
    return start(row) + column - row;
  }

  private int start(int row) {
    return row * units - row * (row - 1) / 2;
  }

  /**
   * These images and those.
   *
   * @throws IllegalArgumentException if they are of other numbers of units
   */
  public Covariance merge(Covariance that) {
    if (units != that.units) {
      throw new IllegalArgumentException(
          "merging the covariance of " + units + " units with that of " + that.units);
    }
    if (that.count == 0) {
      return this;
    }
    if (count == 0) {
      return that;
    }
    double[] merged = m2.clone();
    double[] mergedMean = mean.clone();
    for (int i = 0; i < merged.length; i++) {
      merged[i] += that.m2[i];
    }
    moveMean(merged, mergedMean, count, that.mean, that.count);
    return new Covariance(units, count + that.count, mergedMean, merged);
  }

  /**
   * The part of Chan's formula that is in the means, in place.
   *
   * @param m2 the sum of both second moments
   * @param mean of the first, {@code count} images; becomes that of both
   */
  private static void moveMean(
      double[] m2, double[] mean, long count, double[] otherMean, long more) {
    int n = mean.length;
    double[] delta = new double[n];
    for (int i = 0; i < n; i++) {
      delta[i] = otherMean[i] - mean[i];
    }
    double weight = (double) count * more / (count + more);
    int at = 0;
    for (int i = 0; i < n; i++) {
      double scaled = weight * delta[i];
      for (int j = i; j < n; j++, at++) {
        m2[at] += scaled * delta[j];
      }
      mean[i] += delta[i] * more / (count + more);
    }
  }

  /** Writes this state, bit for bit; the number of units is left to whoever reads it. */
  public void writeTo(DataOutput out) throws IOException {
    Numbers.write(out, count);
    if (count > 0) {
      for (double value : mean) {
        out.writeDouble(value);
      }
      for (double value : m2) {
        out.writeDouble(value);
      }
    }
  }

  /**
   * Reads what {@link #writeTo} wrote of so many units.
   *
   * @throws IOException if the bytes end early or are no such state
   */
  public static Covariance readFrom(DataInput in, int units) throws IOException {
    long count = Numbers.read(in);
    Covariance state =
        count == 0
            ? zero(units)
            : new Covariance(units, count, new double[units], new double[units * (units + 1) / 2]);
    if (count > 0) {
      for (int i = 0; i < state.mean.length; i++) {
        state.mean[i] = Numbers.readFinite(in);
      }
      for (int i = 0; i < state.m2.length; i++) {
        state.m2[i] = Numbers.readFinite(in);
      }
    }
    return state;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Covariance that
        && units == that.units
        && count == that.count
        && Arrays.equals(mean, that.mean)
        && Arrays.equals(m2, that.m2);
  }

  @Override
  public int hashCode() {
    return 31 * Long.hashCode(count) + Arrays.hashCode(mean);
  }

  /**
   * Adds images one by one, in the order of their positions, and works on a block of them at a
   * time: centred on the block's own mean, multiplied in single precision, then merged in double.
   * Not for several threads.
   */
  public static final class Builder {
    private final int units;
    private final CrossProducts products;
    private final double[] mean;
    private final double[] m2;
    private final float[] block;
    private long count;
    private int filled;

    /**
     * Starts from no images.
     *
     * @param units n
     * @param block how many images are worked on at a time: with more, less time and more memory
     */
    public Builder(int units, int block, CrossProducts products) {
      this.units = units;
      this.products = products;
      this.mean = new double[units];
      this.m2 = new double[Math.multiplyExact(units, units + 1) / 2];
      this.block = new float[Math.multiplyExact(block, units)];
    }

    /**
     * Adds one image.
     *
     * @param activations holds its finite activations, n of them from {@code offset}
     * @param offset where they start
     */
    public void add(float[] activations, int offset) {
      System.arraycopy(activations, offset, block, filled * units, units);
      if (++filled * units == block.length) {
        flush();
      }
    }

    private void flush() {
      if (filled == 0) {
        return;
      }
      double[] blockMean = centre();
      products.addUpper(block, filled, units, m2);
      moveMean(m2, mean, count, blockMean, filled);
      count += filled;
      filled = 0;
    }

    /** Leaves the mean's rounding to a float, 2⁻²⁵ of it, in the block: squared it is nothing. */
    private double[] centre() {
      double[] blockMean = new double[units];
      for (int b = 0; b < filled; b++) {
        for (int i = 0; i < units; i++) {
          blockMean[i] += block[b * units + i];
        }
      }
      float[] centre = new float[units];
      for (int i = 0; i < units; i++) {
        blockMean[i] /= filled;
        centre[i] = (float) blockMean[i];
      }
      for (int b = 0; b < filled; b++) {
        int row = b * units;
        for (int i = 0; i < units; i++) {
          block[row + i] -= centre[i];
        }
      }
      return blockMean;
    }

    /** The state so far; the builder must not be used afterwards. */
    public Covariance build() {
      flush();
      return count == 0 ? zero(units) : new Covariance(units, count, mean, m2);
    }
  }
}
