package io.entroscope.stats.block;

import io.entroscope.stats.Covariance;
import io.entroscope.stats.CrossProducts;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * The second moments of pairs of rows (x, y): all that a least-squares map from x to y is solved
 * from, {@code Σ [x, 1]ᵀ[x, 1]}, {@code Σ [x, 1]ᵀy} and {@code Σ y²}, held about the means so that
 * nothing cancels. A row is the vector of one token or place, x in the stream before a block (or a
 * span of blocks) and y behind it.
 *
 * <p>Immutable. Addition of doubles is not associative, so states are to be merged in the one order
 * that {@link io.entroscope.stats.CanonicalMerge} defines.
 *
 * @see LinearMap#fit
 */
public final class PairMoments {
  private final int inputs;
  // Of the rows [x, y], put together.
  private final Covariance covariance;

  private PairMoments(int inputs, Covariance covariance) {
    this.inputs = inputs;
    this.covariance = covariance;
  }

  /**
   * No rows.
   *
   * @param inputs the width of x
   * @param outputs the width of y
   */
  public static PairMoments zero(int inputs, int outputs) {
    return new PairMoments(inputs, Covariance.zero(inputs + outputs));
  }

  /** The width of x. */
  public int inputs() {
    return inputs;
  }

  /** The width of y. */
  public int outputs() {
    return covariance.units() - inputs;
  }

  /** How many rows there are. */
  public long rows() {
    return covariance.count();
  }

  /** How many fractions such a state holds. */
  public static long numbers(int inputs, int outputs) {
    long units = (long) inputs + outputs;
    return units + units * (units + 1) / 2;
  }

  /** {@code [inputs]}: the mean of x; 0 if there are no rows. */
  public double[] meanX() {
    return Arrays.copyOf(covariance.mean(), inputs);
  }

  /** {@code [outputs]}: the mean of y; 0 if there are no rows. */
  public double[] meanY() {
    return Arrays.copyOfRange(covariance.mean(), inputs, covariance.units());
  }

  /** {@code Σ (x_i − mean)(x_j − mean)}. */
  public double xx(int i, int j) {
    return covariance.moment(i, j);
  }

  /** {@code Σ (x_i − mean)(y_j − mean)}. */
  public double xy(int i, int j) {
    return covariance.moment(i, inputs + j);
  }

  /** {@code Σ (y_j − mean)²}. */
  public double yy(int j) {
    return covariance.moment(inputs + j, inputs + j);
  }

  /**
   * These rows and those.
   *
   * @throws IllegalArgumentException if they are of other widths
   */
  public PairMoments merge(PairMoments that) {
    if (inputs != that.inputs || outputs() != that.outputs()) {
      throw new IllegalArgumentException(
          "merging moments of "
              + inputs
              + " to "
              + outputs()
              + " with those of "
              + that.inputs
              + " to "
              + that.outputs());
    }
    return new PairMoments(inputs, covariance.merge(that.covariance));
  }

  /** Writes this state, bit for bit; its widths are left to whoever reads it. */
  public void writeTo(DataOutput out) throws IOException {
    covariance.writeTo(out);
  }

  /**
   * Reads what {@link #writeTo} wrote of a state of these widths.
   *
   * @throws IOException if the bytes end early or are no such state
   */
  public static PairMoments readFrom(DataInput in, int inputs, int outputs) throws IOException {
    return new PairMoments(inputs, Covariance.readFrom(in, inputs + outputs));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PairMoments that
        && inputs == that.inputs
        && covariance.equals(that.covariance);
  }

  @Override
  public int hashCode() {
    return 31 * inputs + covariance.hashCode();
  }

  /** Adds rows in the order of their examples' positions. Not for several threads. */
  public static final class Builder {
    /** How many rows are multiplied at a time. */
    private static final int BLOCK = 256;

    private final int inputs;
    private final int outputs;
    private final Covariance.Builder covariance;
    private final float[] pair;

    /** Starts from no rows; products are made in double precision. */
    public Builder(int inputs, int outputs) {
      this(inputs, outputs, DoubleProducts::addUpper);
    }

    /**
     * Starts from no rows.
     *
     * @param inputs the width of x
     * @param outputs the width of y
     * @param products makes the products; a block of rows is centred on its own mean before
     */
    public Builder(int inputs, int outputs, CrossProducts products) {
      this.inputs = inputs;
      this.outputs = outputs;
      this.covariance = new Covariance.Builder(inputs + outputs, BLOCK, products);
      this.pair = new float[inputs + outputs];
    }

    /** How many bytes are held besides the state while rows are added. */
    public static long bytes(int inputs, int outputs) {
      return (long) BLOCK * Float.BYTES * (inputs + outputs);
    }

    /**
     * Adds rows, all finite.
     *
     * @param x {@code [rows, inputs]}, row by row: at the tokens or places that count
     * @param y {@code [rows, outputs]}
     * @throws IllegalArgumentException if the two are not as many whole rows
     */
    public void add(float[] x, float[] y) {
      if (x.length % inputs != 0
          || y.length % outputs != 0
          || x.length / inputs != y.length / outputs) {
        throw new IllegalArgumentException(
            x.length
                + " and "
                + y.length
                + " numbers are not as many rows of "
                + inputs
                + " and "
                + outputs);
      }
      for (int row = 0; row < x.length / inputs; row++) {
        add(x, row * inputs, y, row * outputs);
      }
    }

    /** Adds one row, of x from one offset on and of y from another. */
    public void add(float[] x, int fromX, float[] y, int fromY) {
      System.arraycopy(x, fromX, pair, 0, inputs);
      System.arraycopy(y, fromY, pair, inputs, outputs);
      covariance.add(pair, 0);
    }

    /** The state; the builder must not be used afterwards. */
    public PairMoments build() {
      return new PairMoments(inputs, covariance.build());
    }
  }
}
