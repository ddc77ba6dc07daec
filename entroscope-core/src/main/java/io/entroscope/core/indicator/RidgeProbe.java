package io.entroscope.core.indicator;

import io.entroscope.core.indicator.internal.Gram;
import io.entroscope.core.indicator.internal.Rows;
import io.entroscope.core.indicator.internal.Symmetric;
import io.entroscope.core.internal.HighestScore;
import io.entroscope.core.ort.OrtProducts;
import io.entroscope.stats.Covariance;
import io.entroscope.stats.linear.RowSums;
import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * A linear classifier by ridge regression on one-hot labels: G. Alain, Y. Bengio, "Understanding
 * Intermediate Layers Using Linear Classifier Probes" (2016), in the closed form that needs only
 * {@code XᵀX} and {@code XᵀY}.
 */
final class RidgeProbe {
  /** What is added to the diagonal, as a share of its mean. */
  static final double RIDGE = 1e-3;

  /**
   * How many of the images tried were named rightly.
   *
   * @param hits of them
   * @param tried images
   * @param fitted images that it was fitted on
   */
  record Score(long hits, long tried, long fitted) {}

  private RidgeProbe() {}

  /**
   * Fitted on all images but the sampled ones, and tried on those.
   *
   * @param all the moments over all images, the sampled ones in it
   * @param classSums {@code [C][n]}: the sum of the activations of each class, {@code XᵀY}
   * @param classImages {@code [C]}
   * @param sample the images to hold out
   * @param labels {@code [m]}: their classes
   */
  static Score heldOut(
      Covariance all,
      double[][] classSums,
      long[] classImages,
      Rows sample,
      int[] labels,
      OrtProducts products) {
    int n = all.units();
    int classes = classSums.length;
    double[][] sums = new double[classes][];
    long[] images = classImages.clone();
    for (int c = 0; c < classes; c++) {
      sums[c] = classSums[c].clone();
    }
    for (int i = 0; i < labels.length; i++) {
      images[labels[i]]--;
      double[] sum = sums[labels[i]];
      float[] row = sample.row(i);
      for (int u = 0; u < n; u++) {
        sum[u] -= row[u];
      }
    }
    long fitted = all.count() - labels.length;
    double[] mean = new double[n];
    for (double[] sum : sums) {
      for (int u = 0; u < n; u++) {
        mean[u] += sum[u] / fitted;
      }
    }
    double[][] targets = new double[n][classes];
    for (int c = 0; c < classes; c++) {
      for (int u = 0; u < n; u++) {
        targets[u][c] = sums[c][u] - images[c] * mean[u];
      }
    }
    double[][] weights = rest(all, sample, mean, fitted, products).solveRidge(RIDGE, targets);
    double[] shares = Arrays.stream(images).mapToDouble(of -> (double) of / fitted).toArray();
    double[][] byClass = Symmetric.transposed(weights);
    for (int c = 0; c < classes; c++) {
      for (int u = 0; u < n; u++) {
        shares[c] -= mean[u] * byClass[c][u];
      }
    }
    long hits = 0;
    for (int i = 0; i < labels.length; i++) {
      double[] scores = shares.clone();
      addProducts(scores, byClass, sample.row(i));
      hits += HighestScore.of(scores) == labels[i] ? 1 : 0;
    }
    return new Score(hits, labels.length, fitted);
  }

  /** Adds the products of a row with those of each class, four at a time: each sum would wait. */
  private static void addProducts(double[] scores, double[][] byClass, float[] row) {
    int c = 0;
    for (; c + 4 <= scores.length; c += 4) {
      double first = 0;
      double second = 0;
      double third = 0;
      double fourth = 0;
      for (int u = 0; u < row.length; u++) {
        first += row[u] * byClass[c][u];
        second += row[u] * byClass[c + 1][u];
        third += row[u] * byClass[c + 2][u];
        fourth += row[u] * byClass[c + 3][u];
      }
      scores[c] += first;
      scores[c + 1] += second;
      scores[c + 2] += third;
      scores[c + 3] += fourth;
    }
    for (; c < scores.length; c++) {
      for (int u = 0; u < row.length; u++) {
        scores[c] += row[u] * byClass[c][u];
      }
    }
  }

  /** The centred moments without the sampled images. */
  private static Symmetric rest(
      Covariance all, Rows sample, double[] mean, long fitted, OrtProducts products) {
    double[] old = all.mean();
    double[] sampled = new double[old.length * (old.length + 1) / 2];
    products.addUpper(sample.less(old), sample.count(), old.length, sampled);
    double[] rest = Symmetric.of(all).upper();
    int at = 0;
    for (int i = 0; i < old.length; i++) {
      double moved = fitted * (mean[i] - old[i]);
      for (int j = i; j < old.length; j++, at++) {
        // About the old mean so far; the mean of what is left is another one.
        rest[at] -= sampled[at] + moved * (mean[j] - old[j]);
      }
    }
    return new Symmetric(old.length, rest);
  }

  /**
   * Fitted on one half of the sampled images and tried on the other, in turn, by the kernel form:
   * for layers that are too wide, or data that hold few other images.
   */
  static Score halves(Gram sample, int[] labels, int classes) {
    Score even = half(sample, labels, classes, i -> i % 2 == 0);
    Score odd = half(sample, labels, classes, i -> i % 2 == 1);
    return new Score(even.hits() + odd.hits(), even.tried() + odd.tried(), even.fitted());
  }

  private static Score half(Gram sample, int[] labels, int classes, IntPredicate fit) {
    int[] fitted = IntStream.range(0, labels.length).filter(fit).toArray();
    int[] tried = IntStream.range(0, labels.length).filter(fit.negate()).toArray();
    Gram.Recentred gram = sample.about(fitted);
    double[] inner = new double[fitted.length * (fitted.length + 1) / 2];
    double[][] targets = new double[fitted.length][classes];
    double[] share = new double[classes];
    for (int i : fitted) {
      share[labels[i]] += 1.0 / fitted.length;
    }
    int at = 0;
    for (int a = 0; a < fitted.length; a++) {
      for (int b = a; b < fitted.length; b++) {
        inner[at++] = gram.get(fitted[a], fitted[b]);
      }
      for (int c = 0; c < classes; c++) {
        targets[a][c] = (labels[fitted[a]] == c ? 1 : 0) - share[c];
      }
    }
    double[][] weights = new Symmetric(fitted.length, inner).solveRidge(RIDGE, targets);
    long hits = 0;
    for (int i : tried) {
      double[] scores = share.clone();
      RowSums.subtract(scores, weights, 0, a -> -gram.get(i, fitted[a]));
      hits += HighestScore.of(scores) == labels[i] ? 1 : 0;
    }
    return new Score(hits, tried.length, fitted.length);
  }
}
