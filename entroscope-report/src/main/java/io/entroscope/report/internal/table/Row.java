package io.entroscope.report.internal.table;

import io.entroscope.result.Interval;
import org.jspecify.annotations.Nullable;

/**
 * One number of a result, with all that says what it is.
 *
 * @param of what it was seen of
 * @param className the class whose images it is from; {@code all}: of all images together; {@code
 *     mean}: the mean over the classes, each counting the same
 * @param statistic what it is
 * @param index which of several: a unit, a quantile, the layer before; empty: it is one number
 * @param value the number and how well it is known
 */
record Row(Subject of, String className, Statistic statistic, String index, Value value) {
  /** The class of what is from all images together. */
  static final String ALL = "all";

  /** The class of a mean over the classes. */
  static final String MEAN = "mean";

  /**
   * What a number was seen of.
   *
   * @param layer its name; that of a block for what a block does; empty: the whole network
   * @param depth its place among the observed layers, from 1; null: none
   * @param kind of layer or block
   * @param units n; null: not a layer
   * @param at {@code output} or {@code preactivation}; empty: no matter of either
   */
  record Subject(
      String layer, @Nullable Integer depth, String kind, @Nullable Integer units, String at) {
    /** The network as a whole. */
    static final Subject NETWORK = new Subject("", null, "network", null, "");
  }

  /**
   * What a number is.
   *
   * @param name as {@code result.json} calls it
   * @param unit what it is measured in or counts; {@code 1}: a pure number
   * @param normalizer what it was divided by; empty: by nothing
   */
  record Statistic(String name, String unit, String normalizer) {
    /** Not divided by anything. */
    static Statistic of(String name, String unit) {
      return new Statistic(name, unit, "");
    }
  }

  /**
   * A number and how well it is known.
   *
   * @param value the number
   * @param error its standard error; null: not known
   * @param interval its 95% interval; null: not known
   * @param images how many images, or tokens of them, it is from; null: not a matter of images
   */
  record Value(
      Number value, @Nullable Double error, @Nullable Interval interval, @Nullable Long images) {
    /** Without an error. */
    static Value of(Number value, @Nullable Long images) {
      return new Value(value, null, null, images);
    }

    /** The same divided by a positive number. */
    Value over(double divisor) {
      return new Value(
          value.doubleValue() / divisor,
          error == null ? null : error / divisor,
          interval == null
              ? null
              : new Interval(interval.low() / divisor, interval.high() / divisor),
          images);
    }
  }
}
