package io.entroscope.stats.block;

import io.entroscope.stats.block.BlockInfluence.Measure;
import io.entroscope.stats.block.BlockInfluence.Sums;
import io.entroscope.stats.inference.Range;
import io.entroscope.stats.inference.Student;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The mean of a measure over rows, every token or place counting the same, with the standard error
 * of a mean over clusters, the examples being these: W. G. Cochran, "Sampling Techniques" (3rd
 * edition, 1977), eq. (2.46) for the ratio {@code r = Σ s / Σ t}, {@code var r = N / (N − 1) · Σ (s
 * − r·t)² / (Σ t)²}.
 *
 * @param value the mean
 * @param standardError NaN with a single example
 * @param rows tokens or places
 * @param examples N
 * @param range the values that the measure can have
 */
public record RowMean(double value, double standardError, long rows, long examples, Range range) {
  /** With fewer examples there is no interval. */
  public static final int MIN_EXAMPLES = 30;

  /** Beyond this Student's quantiles no longer change. */
  private static final int MOST_DEGREES = 1000;

  /** Of a measure; empty if no row was measured. */
  public static Optional<RowMean> of(BlockInfluence state, Measure measure) {
    if (state.rows() == 0) {
      return Optional.empty();
    }
    Sums sums = state.sums(measure);
    double rows = state.rows();
    double mean = sums.sum() / rows;
    double apart =
        Math.max(
            0, sums.squares() - 2 * mean * sums.withRows() + mean * mean * state.squaredRows());
    double examples = state.examples();
    double error = examples < 2 ? Double.NaN : Math.sqrt(examples / (examples - 1) * apart) / rows;
    Range range = range(measure);
    return Optional.of(new RowMean(range.hold(mean), error, state.rows(), state.examples(), range));
  }

  private static Range range(Measure measure) {
    return switch (measure) {
      case INFLUENCE -> new Range(0, 2);
      case ANGULAR_DISTANCE -> Range.SHARE;
      case BRANCH_SIZE -> new Range(0, Double.POSITIVE_INFINITY);
    };
  }

  /** The standard error; empty with a single example. */
  public OptionalDouble error() {
    return Double.isNaN(standardError) ? OptionalDouble.empty() : OptionalDouble.of(standardError);
  }

  /**
   * The confidence interval, by Student's t; empty with fewer than {@value #MIN_EXAMPLES} examples.
   *
   * @param confidence in (0, 1), for example 0.95
   */
  public Optional<Range> interval(double confidence) {
    if (examples < MIN_EXAMPLES) {
      return Optional.empty();
    }
    int degrees = (int) Math.min(examples - 1, MOST_DEGREES);
    double half = Student.quantile(confidence, degrees) * standardError;
    return Optional.of(range.hold(new Range(value - half, value + half)));
  }
}
