package io.entroscope.stats;

/**
 * Count, mean and sums of squared and cubed deviations of a stream of numbers. Merging follows T.
 * F. Chan, G. H. Golub, R. J. LeVeque, "Updating Formulae and a Pairwise Algorithm for Computing
 * Sample Variances" (1979), which does not cancel, and for the cubes P. Pébay, "Formulas for
 * Robust, One-Pass Parallel Computation of Covariances and Arbitrary-Order Statistical Moments"
 * (2008), eq. (2.1).
 *
 * @param count how many numbers
 * @param mean their mean; 0 if there are none
 * @param m2 the sum of their squared deviations from the mean
 * @param m3 the sum of their cubed deviations from the mean
 */
public record Moments(long count, double mean, double m2, double m3) {
  /** No numbers. */
  public static final Moments ZERO = new Moments(0, 0, 0, 0);

  public Moments {
    if (count < 0 || !Double.isFinite(mean) || !(m2 >= 0) || Double.isNaN(m3)) {
      throw new IllegalArgumentException(
          "not moments: count " + count + ", mean " + mean + ", m2 " + m2 + ", m3 " + m3);
    }
  }

  /** These numbers and one more, which must be finite. */
  public Moments add(double value) {
    double n = count + 1;
    double delta = value - mean;
    double newMean = mean + delta / n;
    double squares = delta * (value - newMean);
    return new Moments(
        count + 1, newMean, m2 + squares, m3 + squares * delta * (n - 2) / n - 3 * delta * m2 / n);
  }

  /** These numbers and those. */
  public Moments merge(Moments that) {
    if (that.count == 0) {
      return this;
    }
    if (count == 0) {
      return that;
    }
    long n = count + that.count;
    double delta = that.mean - mean;
    double squares = delta * delta * ((double) count * that.count / n);
    return new Moments(
        n,
        mean + delta * that.count / n,
        m2 + that.m2 + squares,
        m3
            + that.m3
            + squares * delta * (count - that.count) / n
            + 3 * delta * (count * that.m2 - that.count * m2) / n);
  }

  /** The population variance, m2 / count; 0 if there are no numbers. */
  public double variance() {
    return count == 0 ? 0 : m2 / count;
  }

  /** The population standard deviation. */
  public double standardDeviation() {
    return Math.sqrt(variance());
  }

  /** The population skewness; 0 where nothing varies. */
  public double skewness() {
    return m2 == 0 ? 0 : m3 / count / Math.pow(variance(), 1.5);
  }

  /** The standard error of the mean, from the unbiased variance; needs two numbers. */
  public double standardError() {
    if (count < 2) {
      throw new IllegalStateException("a standard error needs two numbers, there are " + count);
    }
    return Math.sqrt(m2 / (count - 1) / count);
  }
}
