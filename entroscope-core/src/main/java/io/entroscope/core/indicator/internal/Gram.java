package io.entroscope.core.indicator.internal;

import io.entroscope.core.ort.OrtProducts;

/**
 * The products of sampled images in one layer, less the layer's mean: {@code XXᵀ}, {@code [m, m]}.
 */
public final class Gram {
  /** What single precision cannot tell from 0 in a squared distance, as a share of the squares. */
  private static final double ROUNDING = 0x1p-18;

  private final Symmetric products;

  // Of each row without the diagonal.
  private final double[] sums;
  private final double hsic;

  private Gram(Symmetric products) {
    this.products = products;
    int m = products.size();
    this.sums = new double[m];
    for (int i = 0; i < m; i++) {
      int at = products.start(i) - i;
      double sum = 0;
      for (int j = i + 1; j < m; j++) {
        double product = products.upper()[at + j];
        sum += product;
        sums[j] += product;
      }
      sums[i] += sum;
    }
    this.hsic = m < 4 ? 0 : hsic(this);
  }

  public static Gram of(Rows rows, OrtProducts products) {
    if (rows.count() == 0) {
      return new Gram(new Symmetric(0, new double[0]));
    }
    double[] upper = products.ofRows(rows.less(rows.mean()), rows.count(), rows.units());
    return new Gram(new Symmetric(rows.count(), upper));
  }

  /** m. */
  public int images() {
    return products.size();
  }

  /** The products themselves. */
  public Symmetric products() {
    return products;
  }

  /**
   * The products of the images with the mean left in, {@code [m, m]}.
   *
   * @param rows the images
   */
  public Symmetric uncentred(Rows rows) {
    double[] mean = rows.mean();
    double squares = 0;
    for (double of : mean) {
      squares += of * of;
    }
    double[] withMean = new double[rows.count()];
    for (int i = 0; i < withMean.length; i++) {
      for (int u = 0; u < mean.length; u++) {
        withMean[i] += rows.row(i)[u] * mean[u];
      }
    }
    double[] upper = products.upper().clone();
    int at = 0;
    for (int i = 0; i < withMean.length; i++) {
      for (int j = i; j < withMean.length; j++, at++) {
        upper[at] += withMean[i] + withMean[j] - squares;
      }
    }
    return new Symmetric(withMean.length, upper);
  }

  /** What the linear HSIC of the layer with itself is; 0 with fewer than 4 images. */
  public double hsic() {
    return hsic;
  }

  /**
   * The unbiased estimate of the linear HSIC of two layers, over at least 4 images: {@code (tr KL +
   * 1ᵀK1 · 1ᵀL1 / (m−1)(m−2) − 2/(m−2) · 1ᵀKL1) / m(m−3)}, the diagonals of K and L taken as 0.
   */
  public double hsic(Gram that) {
    int m = products.size();
    double[] k = products.upper();
    double[] l = that.products.upper();
    double half = 0;
    for (int i = 0; i < m; i++) {
      int at = products.start(i) - i;
      double row = 0;
      for (int j = i + 1; j < m; j++) {
        row += k[at + j] * l[at + j];
      }
      half += row;
    }
    double sumK = 0;
    double sumL = 0;
    double across = 0;
    for (int i = 0; i < m; i++) {
      sumK += sums[i];
      sumL += that.sums[i];
      across += sums[i] * that.sums[i];
    }
    return (2 * half + sumK * sumL / ((m - 1.0) * (m - 2)) - 2 * across / (m - 2))
        / (m * (m - 3.0));
  }

  /** {@code [m (m − 1) / 2]}: the squared distance of every two images. */
  public double[] squaredDistances() {
    int m = products.size();
    double[] own = new double[m];
    for (int i = 0; i < m; i++) {
      own[i] = products.upper()[products.start(i)];
    }
    double[] squared = new double[m * (m - 1) / 2];
    int to = 0;
    for (int i = 0; i < m; i++) {
      int at = products.start(i) - i;
      for (int j = i + 1; j < m; j++) {
        double squares = own[i] + own[j];
        double distance = squares - 2 * products.upper()[at + j];
        squared[to++] = distance > ROUNDING * squares ? distance : 0;
      }
    }
    return squared;
  }

  /**
   * The products of two images less the mean of some others instead of that of all.
   *
   * @param images whose mean it is, at least one
   */
  public Recentred about(int[] images) {
    double[] means = new double[products.size()];
    for (int i = 0; i < means.length; i++) {
      for (int image : images) {
        means[i] += products.get(i, image);
      }
      means[i] /= images.length;
    }
    double mean = 0;
    for (int image : images) {
      mean += means[image];
    }
    return new Recentred(products, means, mean / images.length);
  }

  /**
   * Products about another mean, by {@code (x − a)ᵀ(y − a) = xᵀy − xᵀa − yᵀa + aᵀa}.
   *
   * @param products {@code xᵀy}
   * @param means {@code xᵀa}
   * @param mean {@code aᵀa}
   */
  public record Recentred(Symmetric products, double[] means, double mean) {
    public double get(int a, int b) {
      return products.get(a, b) - means[a] - means[b] + mean;
    }
  }
}
