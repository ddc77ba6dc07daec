package io.entroscope.stats;

import java.util.OptionalDouble;

/**
 * A number and what is known of its error.
 *
 * @param value the number
 * @param standardError the standard error in the same unit; empty where none can be trusted
 */
public record Estimate(double value, OptionalDouble standardError) {
  public Estimate {
    if (!Double.isFinite(value) || standardError.stream().anyMatch(e -> !Double.isFinite(e))) {
      throw new IllegalArgumentException("not finite: " + value + " ± " + standardError);
    }
  }
}
