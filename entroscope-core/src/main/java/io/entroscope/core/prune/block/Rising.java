package io.entroscope.core.prune.block;

import java.util.Arrays;

/** The sequence closest to another, by least squares, that never falls. */
final class Rising {
  private Rising() {}

  /** By the pool-adjacent-violators algorithm: neighbours that fall are replaced by their mean. */
  static double[] of(double[] values) {
    double[] means = new double[values.length];
    int[] sizes = new int[values.length];
    int pools = 0;
    for (double value : values) {
      means[pools] = value;
      sizes[pools++] = 1;
      while (pools > 1 && means[pools - 2] > means[pools - 1]) {
        int size = sizes[pools - 2] + sizes[pools - 1];
        means[pools - 2] =
            (means[pools - 2] * sizes[pools - 2] + means[pools - 1] * sizes[pools - 1]) / size;
        sizes[pools - 2] = size;
        pools--;
      }
    }
    double[] rising = new double[values.length];
    int at = 0;
    for (int pool = 0; pool < pools; pool++) {
      Arrays.fill(rising, at, at + sizes[pool], means[pool]);
      at += sizes[pool];
    }
    return rising;
  }
}
