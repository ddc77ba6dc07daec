package io.entroscope.stats;

import io.entroscope.stats.inference.Range;
import io.entroscope.stats.inference.Student;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A mean over parts of examples, such as the tokens of texts or the places of images: every part
 * counts alike, and the examples are what is independent. Its standard error is that of a ratio of
 * sums over clusters (W. G. Cochran, "Sampling Techniques", 3rd edition (1977), eq. (6.13), without
 * the correction for a finite population). Of examples with one part each it is the plain mean with
 * its plain error.
 *
 * @param examples k, how many have any parts
 * @param parts Σ n, how many parts they have
 * @param sum Σ x, of each example's sum over its parts
 * @param partSquares Σ n²
 * @param products Σ x n
 * @param squares Σ x²
 */
public record PooledMean(
    long examples, double parts, double sum, double partSquares, double products, double squares) {
  /** Of nothing. */
  public static final PooledMean ZERO = new PooledMean(0, 0, 0, 0, 0, 0);

  private static final int MOST_DEGREES = 1000;

  /**
   * With one more example.
   *
   * @param exampleSum the sum over its parts, finite
   * @param exampleParts how many these are; an example without parts changes nothing
   */
  public PooledMean add(double exampleSum, long exampleParts) {
    if (exampleParts == 0) {
      return this;
    }
    double n = exampleParts;
    return merge(new PooledMean(1, n, exampleSum, n * n, exampleSum * n, exampleSum * exampleSum));
  }

  /** Of these examples and those. */
  public PooledMean merge(PooledMean that) {
    return new PooledMean(
        examples + that.examples,
        parts + that.parts,
        sum + that.sum,
        partSquares + that.partSquares,
        products + that.products,
        squares + that.squares);
  }

  /** Whether there is nothing to take a mean of. */
  public boolean isEmpty() {
    return examples == 0;
  }

  /**
   * The mean over all parts.
   *
   * @throws IllegalStateException if there are none
   */
  public double value() {
    if (isEmpty()) {
      throw new IllegalStateException("the mean of nothing");
    }
    return sum / parts;
  }

  /** The standard error of {@link #value}; empty with fewer than two examples. */
  public OptionalDouble standardError() {
    if (examples < 2) {
      return OptionalDouble.empty();
    }
    double mean = value();
    double spread = squares - 2 * mean * products + mean * mean * partSquares;
    double variance = Math.max(0, spread) * examples / (examples - 1);
    return OptionalDouble.of(Math.sqrt(variance) / parts);
  }

  /**
   * The 95% interval, by Student's t over the examples; empty with fewer than two.
   *
   * @param range the values that the number can have
   */
  public Optional<Range> interval(Range range) {
    OptionalDouble error = standardError();
    if (error.isEmpty()) {
      return Optional.empty();
    }
    int degrees = (int) Math.min(examples - 1, MOST_DEGREES);
    return Optional.of(range.hold(Student.interval(value(), error.getAsDouble(), degrees)));
  }
}
