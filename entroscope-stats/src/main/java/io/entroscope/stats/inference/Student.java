package io.entroscope.stats.inference;

/**
 * Student's t distribution with a whole number of degrees of freedom: M. Abramowitz, I. A. Stegun,
 * "Handbook of Mathematical Functions", 26.7.3 and 26.7.4, which are exact.
 */
public final class Student {
  private Student() {}

  /**
   * The probability that |t| is at most {@code t}.
   *
   * @param t not negative
   * @param degrees of freedom, at least 1
   */
  public static double within(double t, int degrees) {
    if (!(t >= 0) || degrees < 1) {
      throw new IllegalArgumentException("t = " + t + " with " + degrees + " degrees of freedom");
    }
    double angle = Math.atan(t / Math.sqrt(degrees));
    double cosine = Math.cos(angle);
    boolean odd = degrees % 2 == 1;
    double term = odd ? cosine : 1;
    double sum = degrees == 1 ? 0 : term;
    for (int k = odd ? 3 : 2; k <= degrees - 2; k += 2) {
      term *= cosine * cosine * (k - 1) / k;
      sum += term;
    }
    double series = Math.sin(angle) * sum;
    return odd ? 2 / Math.PI * (angle + series) : series;
  }

  /**
   * The two-sided quantile: |t| is at most this with the given probability.
   *
   * @param confidence in (0, 1)
   * @param degrees of freedom, at least 1
   */
  public static double quantile(double confidence, int degrees) {
    if (!(confidence > 0 && confidence < 1)) {
      throw new IllegalArgumentException("a confidence of " + confidence);
    }
    double high = 1;
    while (within(high, degrees) < confidence) {
      high *= 2;
    }
    double low = 0;
    for (int i = 0; i < 100; i++) {
      double middle = (low + high) / 2;
      if (within(middle, degrees) < confidence) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return (low + high) / 2;
  }

  /**
   * The 95% interval of a mean.
   *
   * @param mean the mean
   * @param standardError of it
   * @param degrees of freedom, at least 1: of one sample, its size less 1
   */
  public static Range interval(double mean, double standardError, int degrees) {
    double half = quantile(0.95, degrees) * standardError;
    return new Range(mean - half, mean + half);
  }
}
