package io.entroscope.stats;

import io.entroscope.stats.inference.Range;

/** The softmax and its entropy, in double precision and safe for large values. */
public final class Softmax {
  private Softmax() {}

  /**
   * The softmax of a vector: {@code p_i = exp(x_i) / Σ exp(x_j)}, the paper's activation pattern
   * when {@code x} is a class-mean activation.
   *
   * @param x {@code [n]}, finite, n at least 1
   * @return {@code [n]}, summing to 1
   */
  public static double[] of(double[] x) {
    requireFinite(x);
    double max = max(x);
    double[] p = new double[x.length];
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      p[i] = Math.exp(x[i] - max);
      sum += p[i];
    }
    for (int i = 0; i < x.length; i++) {
      p[i] /= sum;
    }
    return p;
  }

  /**
   * The entropy of the softmax of {@code scale · x}, in nats (the paper's eq. (1)): {@code H = ln S
   * − Σ e_i z_i / S} with {@code z = scale · (x − max x)}, {@code e = exp z}, {@code S = Σ e}.
   *
   * @param x {@code [n]}, finite, n at least 1
   * @param scale positive and finite; 1 for the entropy of x as it is
   * @return in [0, ln n]
   */
  public static double entropy(double[] x, double scale) {
    double max = max(x);
    double sum = 0;
    double weighted = 0;
    for (double value : x) {
      double z = scale * (value - max);
      double e = Math.exp(z);
      sum += e;
      weighted += e * z;
    }
    // NaN, or whatever infinity makes of it.
    if (Double.isNaN(weighted)) {
      requireFinite(x);
    }
    return entropy(sum, weighted, x.length);
  }

  /**
   * The same of activations as they come from a layer, many of which are 0 behind a rectifier.
   *
   * @param x {@code [n]}, finite, n at least 1
   * @param scale positive and finite
   * @return in [0, ln n]
   */
  static double entropy(float[] x, double scale) {
    float max = x[0];
    float[] others = new float[x.length];
    int count = 0;
    for (float value : x) {
      max = Math.max(max, value);
      // Without a branch, which nobody could predict.
      others[count] = value;
      count += value == 0 ? 0 : 1;
    }
    double zeroZ = scale * (0.0 - max);
    double sum = (x.length - count) * Math.exp(zeroZ);
    double weighted = sum * zeroZ;
    for (int i = 0; i < count; i++) {
      double z = scale * ((double) others[i] - max);
      double e = Math.exp(z);
      sum += e;
      weighted += e * z;
    }
    return entropy(sum, weighted, x.length);
  }

  private static double entropy(double sum, double weighted, int units) {
    return Range.entropy(units).hold(Math.log(sum) - weighted / sum);
  }

  private static double max(double[] x) {
    double max = x[0];
    for (double value : x) {
      max = Math.max(max, value);
    }
    return max;
  }

  private static void requireFinite(double[] x) {
    for (double value : x) {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("the softmax of a non-finite value: " + value);
      }
    }
  }
}
