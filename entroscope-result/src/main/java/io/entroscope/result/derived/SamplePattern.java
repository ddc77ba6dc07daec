package io.entroscope.result.derived;

import io.entroscope.stats.Softmax;
import java.util.Arrays;

/** The activation pattern of a single image. */
public final class SamplePattern {
  private SamplePattern() {}

  /**
   * The softmax of an image's activations.
   *
   * @param activations {@code [n]}; none of an image whose activations are not finite
   * @return {@code [n]}, summing to 1; all NaN if an activation is not finite
   */
  public static float[] of(float[] activations) {
    if (activations.length == 0) {
      return activations;
    }
    float[] pattern = new float[activations.length];
    double[] x = new double[activations.length];
    for (int u = 0; u < x.length; u++) {
      if (!Float.isFinite(activations[u])) {
        Arrays.fill(pattern, Float.NaN);
        return pattern;
      }
      x[u] = activations[u];
    }
    double[] p = Softmax.of(x);
    for (int u = 0; u < p.length; u++) {
      pattern[u] = (float) p[u];
    }
    return pattern;
  }
}
