package io.entroscope.stats;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The part of a layer's state that indicators besides entropy need: the sum of each unit's
 * |activation|, and, up to {@link #MOST_UNITS} units, the covariance of the units over the images,
 * by class if that was asked for. Immutable; merged in the order that {@link CanonicalMerge}
 * defines.
 */
public final class SecondMoments {
  /** In wider layers the covariance is not kept: its spectrum is read from sampled images. */
  public static final int MOST_UNITS = 512;

  /** With more numbers than this the classes share one covariance. */
  private static final long MOST_NUMBERS = 8_000_000;

  private static final int MOST_AT_ONCE = 1024;
  private static final int FEWEST_AT_ONCE = 256;

  private final boolean byClass;
  private final double[] magnitudes;
  private final List<Covariance> covariances;

  private SecondMoments(boolean byClass, double[] magnitudes, List<Covariance> covariances) {
    this.byClass = byClass;
    this.magnitudes = magnitudes;
    this.covariances = List.copyOf(covariances);
  }

  /**
   * The form of a layer's state.
   *
   * @param units n
   * @param classes C
   * @param byClass whether each class's covariance is wanted; many wide classes share one all the
   *     same
   */
  public record Form(int units, int classes, boolean byClass) {
    /** How many fractions such a state holds at most. */
    public long numbers() {
      return units + (long) covariances() * units * (units + 3) / 2;
    }

    /** How many bytes are held besides while images are added: a block of each covariance. */
    public long buildingBytes() {
      return (long) covariances() * block() * units * Float.BYTES;
    }

    /** How many images are worked on at a time; many covariances share the memory. */
    private int block() {
      return Math.max(FEWEST_AT_ONCE, MOST_AT_ONCE / Math.max(1, covariances()));
    }

    private boolean kept() {
      return units <= MOST_UNITS;
    }

    private boolean apart() {
      return byClass && kept() && (long) classes * units * (units + 1) / 2 <= MOST_NUMBERS;
    }

    private int covariances() {
      return apart() ? classes : kept() ? 1 : 0;
    }
  }

  /** No images. */
  public static SecondMoments zero(Form form) {
    return new SecondMoments(
        form.apart(),
        new double[form.units()],
        Collections.nCopies(form.covariances(), Covariance.zero(form.units())));
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
    return byClass;
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
    if (byClass != that.byClass
        || magnitudes.length != that.magnitudes.length
        || covariances.size() != that.covariances.size()) {
      throw new IllegalArgumentException(
          "merging second moments of " + sizes() + " with those of " + that.sizes());
    }
    double[] sum = magnitudes.clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += that.magnitudes[i];
    }
    return new SecondMoments(
        byClass,
        sum,
        IntStream.range(0, covariances.size())
            .mapToObj(c -> covariances.get(c).merge(that.covariances.get(c)))
            .toList());
  }

  private String sizes() {
    return covariances.size() + " covariances of " + magnitudes.length + " units";
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
   * Reads what {@link #writeTo} wrote of a state of this form.
   *
   * @throws IOException if the bytes end early or are no such state
   */
  public static SecondMoments readFrom(DataInput in, Form form) throws IOException {
    double[] magnitudes = new double[form.units()];
    for (int i = 0; i < magnitudes.length; i++) {
      magnitudes[i] = Numbers.readFinite(in);
    }
    List<Covariance> covariances = new ArrayList<>();
    for (int c = 0; c < form.covariances(); c++) {
      covariances.add(Covariance.readFrom(in, form.units()));
    }
    return new SecondMoments(form.apart(), magnitudes, covariances);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SecondMoments that
        && byClass == that.byClass
        && Arrays.equals(magnitudes, that.magnitudes)
        && covariances.equals(that.covariances);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(magnitudes) + covariances.hashCode();
  }

  /** Adds images one by one, in the order of their positions. Not for several threads. */
  public static final class Builder {
    private final Form form;
    private final CrossProducts products;
    private final double[] magnitudes;
    private final Covariance.Builder[] covariances;

    /** Starts from no images. */
    public Builder(Form form, CrossProducts products) {
      this.form = form;
      this.products = products;
      this.magnitudes = new double[form.units()];
      this.covariances = new Covariance.Builder[form.covariances()];
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
        int row = form.apart() ? label : 0;
        if (covariances[row] == null) {
          covariances[row] = new Covariance.Builder(magnitudes.length, form.block(), products);
        }
        covariances[row].add(activations, offset);
      }
    }

    /** The state; the builder must not be used afterwards. */
    public SecondMoments build() {
      return new SecondMoments(
          form.apart(),
          magnitudes,
          Arrays.stream(covariances)
              .map(of -> of == null ? Covariance.zero(magnitudes.length) : of.build())
              .toList());
    }
  }
}
