package io.entroscope.core.indicator;

import io.entroscope.core.indicator.internal.Gram;
import io.entroscope.core.indicator.internal.Rows;
import io.entroscope.stats.inference.Range;
import java.util.Arrays;
import java.util.OptionalDouble;

/** How alike two layers are over the same images, and how alike images are in one layer. */
final class Similarity {
  /** Also of CKA's unbiased estimates, which are inner products of matrices. */
  private static final Range COSINES = new Range(-1, 1);

  /** Of a double: all but its exponent and the first eight bits behind that. */
  private static final int TRAILING = 44;

  private Similarity() {}

  /**
   * Linear centred kernel alignment with the unbiased estimator of HSIC: S. Kornblith et al. (ICML
   * 2019), eq. (1) and (2); L. Song et al., "Feature Selection via Dependence Maximization" (2012),
   * eq. (4). Empty if one layer does not vary, or there are fewer than 4 images.
   *
   * @param k the one layer
   * @param l the other, over the same images
   */
  static OptionalDouble cka(Gram k, Gram l) {
    return k.hsic() > 0 && l.hsic() > 0
        ? OptionalDouble.of(COSINES.hold(k.hsic(l) / Math.sqrt(k.hsic() * l.hsic())))
        : OptionalDouble.empty();
  }

  /**
   * The mean over images of the angle between two layers' activations, divided by π; images that
   * are 0 in one of them are left out. Empty if the widths differ or no image is left.
   */
  static OptionalDouble angularDistance(Rows x, Rows y) {
    if (x.units() != y.units()) {
      return OptionalDouble.empty();
    }
    double sum = 0;
    int images = 0;
    for (int i = 0; i < x.count(); i++) {
      double xx = 0;
      double yy = 0;
      double xy = 0;
      float[] one = x.row(i);
      float[] other = y.row(i);
      for (int u = 0; u < one.length; u++) {
        double a = one[u];
        double b = other[u];
        xx += a * a;
        yy += b * b;
        xy += a * b;
      }
      if (xx > 0 && yy > 0) {
        sum += Math.acos(COSINES.hold(xy / Math.sqrt(xx * yy))) / Math.PI;
        images++;
      }
    }
    return images == 0 ? OptionalDouble.empty() : OptionalDouble.of(Range.SHARE.hold(sum / images));
  }

  /**
   * The matrix-based Rényi entropy of order 2, in nats: L. Sánchez Giraldo, M. Rao, J. Príncipe
   * (2015), eq. (10), {@code −ln tr A²} with {@code A = K / m} and K of a Gaussian kernel as wide
   * as the median distance of two images; 0 if that is 0. Between 0 and ln m.
   *
   * @param gram of at least 2 images
   */
  static double renyi(Gram gram) {
    int m = gram.images();
    double[] squared = gram.squaredDistances();
    double median = upperMedian(squared);
    if (median == 0) {
      return 0;
    }
    double sum = m;
    for (double d : squared) {
      // (exp(−d / 2σ²))², and each pair stands twice.
      sum += 2 * Math.exp(-d / median);
    }
    return Range.entropy(m).hold(-Math.log(sum / ((double) m * m)));
  }

  /**
   * The value that would stand in the middle, of numbers that are not negative: their leading bits
   * are ordered as they are, and few share those of the middle one.
   */
  private static double upperMedian(double[] values) {
    int[] counts = new int[1 << (Long.SIZE - 1 - TRAILING)];
    for (double value : values) {
      counts[leading(value)]++;
    }
    int middle = values.length / 2;
    int bits = 0;
    while (middle >= counts[bits]) {
      middle -= counts[bits++];
    }
    double[] shared = new double[counts[bits]];
    int found = 0;
    for (double value : values) {
      if (leading(value) == bits) {
        shared[found++] = value;
      }
    }
    Arrays.sort(shared);
    return shared[middle];
  }

  private static int leading(double value) {
    return (int) (Double.doubleToRawLongBits(value) >>> TRAILING);
  }
}
