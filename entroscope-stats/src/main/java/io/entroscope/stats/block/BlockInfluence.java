package io.entroscope.stats.block;

import io.entroscope.stats.PooledMean;
import io.entroscope.stats.inference.Range;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * How much a block changes the stream, over the rows of all examples seen: a row is the vector of
 * one token or place, x in the stream before the block and y behind it. Kept are sums of three
 * measures of each row (see {@link Measure}) and of their products by example, since the rows of
 * one example are not independent.
 *
 * <p>A row of which x or y is 0 has no direction; it is left out of all measures and counted in
 * {@link #undefined}.
 *
 * <p>Immutable. Addition of doubles is not associative, so states are to be merged in the one order
 * that {@link io.entroscope.stats.CanonicalMerge} defines.
 *
 * @see #mean
 */
public final class BlockInfluence {
  /** With fewer examples there is no interval. */
  public static final int MIN_EXAMPLES = 30;

  private final long examples;
  private final long rows;
  private final long undefined;
  private final double squaredRows;
  private final Map<Measure, Sums> sums;

  /** What is measured of each row. */
  public enum Measure {
    /**
     * Block influence, {@code 1 − cos(x, y)}, from 0 to 2: X. Men et al., "ShortGPT" (2024), eq.
     * (1).
     */
    INFLUENCE,
    /**
     * The angle between x and y divided by π, {@code arccos(cos(x, y)) / π}, from 0 to 1: A. Gromov
     * et al., "The Unreasonable Ineffectiveness of the Deeper Layers" (2024), eq. (7).
     */
    ANGULAR_DISTANCE,
    /** The size of the change beside the stream, {@code ‖y − x‖ / ‖x‖}, from 0. */
    BRANCH_SIZE;

    /** The values that it can have. */
    public Range range() {
      return switch (this) {
        case INFLUENCE -> new Range(0, 2);
        case ANGULAR_DISTANCE -> Range.SHARE;
        case BRANCH_SIZE -> new Range(0, Double.POSITIVE_INFINITY);
      };
    }
  }

  /**
   * The sums of one measure over examples, s being its sum over the rows of an example and t the
   * number of these.
   *
   * @param sum {@code Σ s}
   * @param squares {@code Σ s²}
   * @param withRows {@code Σ s·t}
   */
  private record Sums(double sum, double squares, double withRows) {
    static final Sums ZERO = new Sums(0, 0, 0);

    Sums add(double example, long rows) {
      return new Sums(sum + example, squares + example * example, withRows + example * rows);
    }

    Sums merge(Sums that) {
      return new Sums(sum + that.sum, squares + that.squares, withRows + that.withRows);
    }
  }

  private BlockInfluence(
      long examples, long rows, long undefined, double squaredRows, Map<Measure, Sums> sums) {
    this.examples = examples;
    this.rows = rows;
    this.undefined = undefined;
    this.squaredRows = squaredRows;
    this.sums = sums;
  }

  /** No examples. */
  public static BlockInfluence zero() {
    return new BlockInfluence(0, 0, 0, 0, everywhere(Sums.ZERO));
  }

  private static Map<Measure, Sums> everywhere(Sums value) {
    Map<Measure, Sums> sums = new EnumMap<>(Measure.class);
    Arrays.stream(Measure.values()).forEach(measure -> sums.put(measure, value));
    return sums;
  }

  /** How many examples had rows with a direction. */
  public long examples() {
    return examples;
  }

  /** How many rows were measured: tokens or places. */
  public long rows() {
    return rows;
  }

  /** How many rows were left out, because x or y is 0 there. */
  public long undefined() {
    return undefined;
  }

  /** The mean of a measure over all rows, the examples being what is independent. */
  public PooledMean mean(Measure measure) {
    Sums of = sums(measure);
    return new PooledMean(examples, rows, of.sum(), squaredRows, of.withRows(), of.squares());
  }

  /** The 95% interval of {@link #mean}; empty with fewer than {@value #MIN_EXAMPLES} examples. */
  public Optional<Range> interval(Measure measure) {
    return examples < MIN_EXAMPLES ? Optional.empty() : mean(measure).interval(measure.range());
  }

  private Sums sums(Measure measure) {
    return sums.getOrDefault(measure, Sums.ZERO);
  }

  /** These examples and those. */
  public BlockInfluence merge(BlockInfluence that) {
    Map<Measure, Sums> merged = new EnumMap<>(Measure.class);
    sums.forEach((measure, mine) -> merged.put(measure, mine.merge(that.sums(measure))));
    return new BlockInfluence(
        examples + that.examples,
        rows + that.rows,
        undefined + that.undefined,
        squaredRows + that.squaredRows,
        merged);
  }

  /** Writes this state, bit for bit. */
  public void writeTo(DataOutput out) throws IOException {
    out.writeLong(examples);
    out.writeLong(rows);
    out.writeLong(undefined);
    out.writeDouble(squaredRows);
    for (Measure measure : Measure.values()) {
      out.writeDouble(sums(measure).sum());
      out.writeDouble(sums(measure).squares());
      out.writeDouble(sums(measure).withRows());
    }
  }

  /**
   * Reads what {@link #writeTo} wrote.
   *
   * @throws IOException if the bytes end early or are no such state
   */
  public static BlockInfluence readFrom(DataInput in) throws IOException {
    long examples = in.readLong();
    long rows = in.readLong();
    long undefined = in.readLong();
    double squaredRows = finite(in.readDouble());
    Map<Measure, Sums> sums = new EnumMap<>(Measure.class);
    for (Measure measure : Measure.values()) {
      sums.put(
          measure,
          new Sums(finite(in.readDouble()), finite(in.readDouble()), finite(in.readDouble())));
    }
    if (examples < 0 || rows < examples || undefined < 0) {
      throw new IOException(rows + " rows of " + examples + " examples in it; write it again");
    }
    return new BlockInfluence(examples, rows, undefined, squaredRows, sums);
  }

  private static double finite(double value) throws IOException {
    if (!Double.isFinite(value)) {
      throw new IOException("a number in it is " + value + "; write it again");
    }
    return value;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BlockInfluence that
        && examples == that.examples
        && rows == that.rows
        && undefined == that.undefined
        && Double.compare(squaredRows, that.squaredRows) == 0
        && sums.equals(that.sums);
  }

  @Override
  public int hashCode() {
    return 31 * Long.hashCode(rows) + sums.hashCode();
  }

  /** Adds examples one by one, in the order of their positions. Not for several threads. */
  public static final class Builder {
    private BlockInfluence state = zero();

    /**
     * Adds one example.
     *
     * @param x {@code [rows, d]}, row by row: the stream before the block at the tokens or places
     *     that count, finite
     * @param y {@code [rows, d]}: the stream behind the block
     * @param width d
     * @throws IllegalArgumentException if the two are not so many whole rows
     */
    public void add(float[] x, float[] y, int width) {
      if (width < 1 || x.length != y.length || x.length % width != 0) {
        throw new IllegalArgumentException(
            x.length + " and " + y.length + " numbers are not as many rows of " + width);
      }
      long measured = 0;
      double influence = 0;
      double angle = 0;
      double size = 0;
      for (int from = 0; from < x.length; from += width) {
        VectorPair row = VectorPair.of(x, y, from, width);
        if (row.haveDirections()) {
          double cosine = row.cosine();
          influence += 1 - cosine;
          angle += Math.acos(cosine) / Math.PI;
          size += row.relativeChange();
          measured++;
        }
      }
      add(measured, x.length / width - measured, influence, angle, size);
    }

    /**
     * Adds one example whose rows were measured elsewhere.
     *
     * @param rows that have a direction
     * @param without that have none
     * @param influence the sum over the rows of {@link Measure#INFLUENCE}
     * @param angularDistance the sum of {@link Measure#ANGULAR_DISTANCE}
     * @param branchSize the sum of {@link Measure#BRANCH_SIZE}
     */
    public void add(
        long rows, long without, double influence, double angularDistance, double branchSize) {
      Map<Measure, Sums> sums = new EnumMap<>(Measure.class);
      sums.put(Measure.INFLUENCE, state.sums(Measure.INFLUENCE).add(influence, rows));
      sums.put(
          Measure.ANGULAR_DISTANCE,
          state.sums(Measure.ANGULAR_DISTANCE).add(angularDistance, rows));
      sums.put(Measure.BRANCH_SIZE, state.sums(Measure.BRANCH_SIZE).add(branchSize, rows));
      state =
          new BlockInfluence(
              state.examples + (rows > 0 ? 1 : 0),
              state.rows + rows,
              state.undefined + without,
              state.squaredRows + (double) rows * rows,
              sums);
    }

    /** The state so far. */
    public BlockInfluence build() {
      return state;
    }
  }
}
