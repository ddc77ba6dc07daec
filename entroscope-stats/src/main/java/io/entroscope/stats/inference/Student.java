package io.entroscope.stats.inference;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Student's t distribution with a whole number of degrees of freedom: M. Abramowitz, I. A. Stegun,
 * "Handbook of Mathematical Functions", 26.7.3 and 26.7.4, which are exact.
 */
public final class Student {
  /** A result asks for the same few thousands of times. */
  private static final Map<Quantile, Double> KNOWN = new ConcurrentHashMap<>();

  private static final int MOST_KNOWN = 1000;

  private Student() {}

  private record Quantile(double confidence, int degrees) {}

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
    return KNOWN.size() < MOST_KNOWN
        ? KNOWN.computeIfAbsent(new Quantile(confidence, degrees), Student::find)
        : find(new Quantile(confidence, degrees));
  }

  private static double find(Quantile of) {
    double confidence = of.confidence();
    int degrees = of.degrees();
    double high = 1;
    while (within(high, degrees) < confidence) {
      high *= 2;
    }
    double low = 0;
    double middle = high / 2;
    while (low < middle && middle < high) {
      if (within(middle, degrees) < confidence) {
        low = middle;
      } else {
        high = middle;
      }
      middle = (low + high) / 2;
    }
    return middle;
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
