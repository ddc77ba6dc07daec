package io.entroscope.stats.inference;

/**
 * The difference of two means whose variances need not be equal: B. L. Welch, "The Generalization
 * of 'Student's' Problem when Several Different Population Variances are Involved", Biometrika 34
 * (1947). The degrees of freedom are rounded down, which is on the safe side.
 */
public final class Welch {
  private Welch() {}

  /**
   * A mean and how well it is known.
   *
   * @param value the mean
   * @param standardError of it
   * @param count how many numbers it is of, at least 2
   */
  public record Mean(double value, double standardError, long count) {
    public Mean {
      if (count < 2) {
        throw new IllegalArgumentException("the variance of " + count + " numbers");
      }
    }

    private double variance() {
      return standardError * standardError;
    }
  }

  /** The 95% interval of {@code first − second}. */
  public static Range difference(Mean first, Mean second) {
    double a = first.variance();
    double b = second.variance();
    double difference = first.value() - second.value();
    if (a + b == 0) {
      return new Range(difference, difference);
    }
    double degrees =
        (a + b) * (a + b) / (a * a / (first.count() - 1) + b * b / (second.count() - 1));
    return Student.interval(difference, Math.sqrt(a + b), Math.max(1, (int) degrees));
  }
}
