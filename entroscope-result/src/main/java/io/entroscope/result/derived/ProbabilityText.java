package io.entroscope.result.derived;

import java.util.Locale;

/** The probability of a test in words: two digits, and of one that is tiny only that it is. */
public final class ProbabilityText {
  private static final double LEAST = 1e-4;

  private ProbabilityText() {}

  /** The number alone, such as {@code 0.034} or {@code < 0.0001}. */
  public static String of(double p) {
    return p < LEAST ? "< 0.0001" : String.format(Locale.ROOT, "%.2g", p);
  }

  /** The same with its name, such as {@code p = 0.034} or {@code p < 0.0001}. */
  public static String named(double p) {
    return p < LEAST ? "p " + of(p) : "p = " + of(p);
  }
}
