package io.entroscope.stats;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The part of a layer's state that indicators besides entropy need: the sum of each unit's
 * |activation|, and, up to {@link #MOST_UNITS} units, the covariance of the units over the images
 * of each class. Immutable; merged in the order that {@link CanonicalMerge} defines.
 */
public final class SecondMoments {
  /** In wider layers the covariance is not kept: its spectrum is read from sampled images. */
  public static final int MOST_UNITS = 512;

  /** With more numbers than this the classes share one covariance. */
  private static final long MOST_NUMBERS = 8_000_000;

  private final int classes;
  private final double[] magnitudes;
  private final List<Covariance> covariances;

  private SecondMoments(int classes, double[] magnitudes, List<Covariance> covariances) {
    this.classes = classes;
    this.magnitudes = magnitudes;
    this.covariances = List.copyOf(covariances);
  }

  /** No images, of a layer of so many units. */
  public static SecondMoments zero(int units, int classes) {
    return new Builder(units, classes).build();
  }

  /** How many fractions such a state holds at most. */
  public static long numbers(int units, int classes) {
    return units + (long) rows(units, classes) * units * (units + 3) / 2;
  }

  private static int rows(int units, int classes) {
    if (units > MOST_UNITS) {
      return 0;
    }
    return (long) classes * units * (units + 1) / 2 <= MOST_NUMBERS ? classes : 1;
  }

  /** {@code [n]}: the sum over images of |activation|. */
  public double[] magnitudes() {
    return magnitudes.clone();
  }

  /** Whether covariances were kept at all. */
  public boolean hasCovariance() {
    return !covariances.isEmpty();
  }

  /** Whether each class has its own covariance. */
  public boolean isPerClass() {
    return !covariances.isEmpty() && covariances.size() == classes;
  }

  /** The covariance over the images of a class; only if {@link #isPerClass}. */
  public Covariance ofClass(int label) {
    if (!isPerClass()) {
      throw new IllegalStateException("the covariance was not kept by class");
    }
    return covariances.get(label);
  }

  /** The covariance over all images; only if {@link #hasCovariance}. */
  public Covariance ofAll() {
    return covariances.stream().reduce(Covariance::merge).orElseThrow();
  }

  /**
   * These images and those.
   *
   * @throws IllegalArgumentException if the two are of layers or plans of other sizes
   */
  public SecondMoments merge(SecondMoments that) {
    if (classes != that.classes
        || magnitudes.length != that.magnitudes.length
        || covariances.size() != that.covariances.size()) {
      throw new IllegalArgumentException(
          "merging second moments of ["
              + classes
              + " classes, "
              + magnitudes.length
              + " units] with ["
              + that.classes
              + ", "
              + that.magnitudes.length
              + "]");
    }
    double[] sum = magnitudes.clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += that.magnitudes[i];
    }
    return new SecondMoments(
        classes,
        sum,
        IntStream.range(0, covariances.size())
            .mapToObj(c -> covariances.get(c).merge(that.covariances.get(c)))
            .toList());
  }

  /** Writes this state, bit for bit; its sizes are left to whoever reads it. */
  public void writeTo(DataOutput out) throws IOException {
    for (double magnitude : magnitudes) {
      out.writeDouble(magnitude);
    }
    for (Covariance covariance : covariances) {
      covariance.writeTo(out);
    }
  }

  /**
   * Reads what {@link #writeTo} wrote of a state of these sizes.
   *
   * @throws IOException if the bytes end early or are no such state
   */
  public static SecondMoments readFrom(DataInput in, int units, int classes) throws IOException {
    double[] magnitudes = new double[units];
    for (int i = 0; i < units; i++) {
      magnitudes[i] = in.readDouble();
    }
    List<Covariance> covariances = new ArrayList<>();
    for (int c = 0; c < rows(units, classes); c++) {
      covariances.add(Covariance.readFrom(in, units));
    }
    return new SecondMoments(classes, magnitudes, covariances);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SecondMoments that
        && classes == that.classes
        && Arrays.equals(magnitudes, that.magnitudes)
        && covariances.equals(that.covariances);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(magnitudes) + covariances.hashCode();
  }

  /** Adds images one by one, in the order of their positions. Not for several threads. */
  public static final class Builder {
    private final int classes;
    private final double[] magnitudes;
    private final Covariance.Builder[] covariances;

    /** Starts from no images. */
    public Builder(int units, int classes) {
      this.classes = classes;
      this.magnitudes = new double[units];
      this.covariances = new Covariance.Builder[rows(units, classes)];
    }

    /**
     * Adds one image.
     *
     * @param label its class
     * @param activations holds its finite activations, n of them from {@code offset}
     * @param offset where they start
     */
    public void add(int label, float[] activations, int offset) {
      for (int i = 0; i < magnitudes.length; i++) {
        magnitudes[i] += Math.abs(activations[offset + i]);
      }
      if (covariances.length > 0) {
        int row = covariances.length == 1 ? 0 : label;
        if (covariances[row] == null) {
          covariances[row] = new Covariance.Builder(magnitudes.length);
        }
        covariances[row].add(activations, offset);
      }
    }

    /** The state; the builder must not be used afterwards. */
    public SecondMoments build() {
      return new SecondMoments(
          classes,
          magnitudes,
          Arrays.stream(covariances)
              .map(of -> of == null ? Covariance.zero(magnitudes.length) : of.build())
              .toList());
    }
  }
}
