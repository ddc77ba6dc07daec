package io.entroscope.result.ablation;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.entroscope.result.Interval;
import io.entroscope.stats.inference.Range;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A number that was measured on examples, or that there is nothing to measure with.
 *
 * @param value null: not measured
 * @param interval its 95% interval; null: too few examples for one
 */
public record Measured(@Nullable Double value, @Nullable Interval interval) {
  /** Nothing was measured. */
  public static final Measured NOTHING = new Measured(null, null);

  /** A value with its interval, if there is one. */
  public static Measured of(double value, Optional<Range> interval) {
    return new Measured(value, interval.map(Interval::of).orElse(null));
  }

  /** Whether there is a value. */
  @JsonIgnore
  public boolean isThere() {
    return value != null;
  }

  /**
   * The value.
   *
   * @throws IllegalStateException if there is none
   */
  public double get() {
    if (value == null) {
      throw new IllegalStateException("nothing was measured");
    }
    return value;
  }
}
