package io.entroscope.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** How a number is spread over the rounds of a benchmark. */
final class Spread {
  private Spread() {}

  /** The median over the rounds, and the quartiles. */
  static <R> String of(List<R> rounds, ToDoubleFunction<R> value) {
    return String.format(
        Locale.ROOT,
        "%.3f (%.3f, %.3f)",
        median(rounds, value),
        quantile(rounds, value, 0.25),
        quantile(rounds, value, 0.75));
  }

  static <R> double median(List<R> rounds, ToDoubleFunction<R> value) {
    return quantile(rounds, value, 0.5);
  }

  private static <R> double quantile(List<R> rounds, ToDoubleFunction<R> value, double q) {
    double[] sorted = rounds.stream().mapToDouble(value).sorted().toArray();
    return sorted[(int) Math.round(q * (sorted.length - 1))];
  }
}
