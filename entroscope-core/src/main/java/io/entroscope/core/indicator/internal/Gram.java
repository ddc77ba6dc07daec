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
    double[] squared = new double[m * (m - 1) / 2];
    double[] own = squares();
    int to = 0;
    for (int i = 0; i < m - 1; i++) {
      squaredDistances(own, i, squared, to);
      to += m - 1 - i;
    }
    return squared;
  }

  /** {@code [m]}: the squared length of each image. */
  public double[] squares() {
    double[] own = new double[products.size()];
    for (int i = 0; i < own.length; i++) {
      own[i] = products.upper()[products.start(i)];
    }
    return own;
  }

  /**
   * The squared distances of one image from those behind it.
   *
   * @param squares {@code [m]}
   * @param into where they are written from {@code at} on
   */
  public void squaredDistances(double[] squares, int image, double[] into, int at) {
    double[] upper = products.upper();
    int from = products.start(image) + 1;
    int count = products.size() - 1 - image;
    for (int j = 0; j < count; j++) {
      double both = squares[image] + squares[image + 1 + j];
      double distance = both - 2 * upper[from + j];
      into[at + j] = distance > ROUNDING * both ? distance : 0;
    }
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
