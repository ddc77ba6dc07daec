package io.entroscope.core.indicator;

import io.entroscope.core.AnalysisException;
import io.entroscope.stats.Covariance;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

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
      Covariance all, double[][] classSums, long[] classImages, Rows sample, int[] labels) {
    int n = all.units();
    int classes = classSums.length;
    double[][] sums = new double[classes][];
    long[] images = classImages.clone();
    for (int c = 0; c < classes; c++) {
      sums[c] = classSums[c].clone();
    }
    for (int i = 0; i < labels.length; i++) {
      images[labels[i]]--;
      for (int u = 0; u < n; u++) {
        sums[labels[i]][u] -= sample.values().get(i, u);
      }
    }
    long fitted = all.count() - labels.length;
    double[] mean = new double[n];
    for (double[] sum : sums) {
      for (int u = 0; u < n; u++) {
        mean[u] += sum[u] / fitted;
      }
    }
    DMatrixRMaj targets = new DMatrixRMaj(n, classes);
    for (int c = 0; c < classes; c++) {
      for (int u = 0; u < n; u++) {
        targets.set(u, c, sums[c][u] - images[c] * mean[u]);
      }
    }
    DMatrixRMaj weights = solve(rest(all, sample, mean, fitted), targets);
    long hits = 0;
    for (int i = 0; i < labels.length; i++) {
      int best = 0;
      double highest = Double.NEGATIVE_INFINITY;
      for (int c = 0; c < classes; c++) {
        double score = (double) images[c] / fitted;
        for (int u = 0; u < n; u++) {
          score += (sample.values().get(i, u) - mean[u]) * weights.get(u, c);
        }
        if (score > highest) {
          highest = score;
          best = c;
        }
      }
      hits += best == labels[i] ? 1 : 0;
    }
    return new Score(hits, labels.length, fitted);
  }

  /** The centred moments without the sampled images. */
  private static DMatrixRMaj rest(Covariance all, Rows sample, double[] mean, long fitted) {
    int n = all.units();
    double[] old = all.mean();
    DMatrixRMaj rest = new DMatrixRMaj(n, n);
    for (int i = 0; i < n; i++) {
      for (int j = i; j < n; j++) {
        double value = all.moment(i, j);
        for (int s = 0; s < sample.count(); s++) {
          value -= (sample.values().get(s, i) - old[i]) * (sample.values().get(s, j) - old[j]);
        }
        // About the old mean so far; the mean of what is left is another one.
        value -= fitted * (mean[i] - old[i]) * (mean[j] - old[j]);
        rest.set(i, j, value);
        rest.set(j, i, value);
      }
    }
    return rest;
  }

  /**
   * Fitted on one half of the sampled images and tried on the other, in turn, by the kernel form:
   * for layers that are too wide, or data that hold few other images.
   */
  static Score halves(Rows sample, int[] labels, int classes) {
    Score even = half(sample, labels, classes, i -> i % 2 == 0);
    Score odd = half(sample, labels, classes, i -> i % 2 == 1);
    return new Score(even.hits() + odd.hits(), even.tried() + odd.tried(), even.fitted());
  }

  private static Score half(Rows sample, int[] labels, int classes, IntPredicate fit) {
    int[] fitted = IntStream.range(0, labels.length).filter(fit).toArray();
    int[] tried = IntStream.range(0, labels.length).filter(fit.negate()).toArray();
    double[] mean = new double[sample.units()];
    for (int i : fitted) {
      for (int u = 0; u < mean.length; u++) {
        mean[u] += sample.values().get(i, u) / fitted.length;
      }
    }
    DMatrixRMaj centred = sample.values().copy();
    for (int i = 0; i < labels.length; i++) {
      for (int u = 0; u < mean.length; u++) {
        centred.add(i, u, -mean[u]);
      }
    }
    DMatrixRMaj gram = Rows.gram(centred);
    DMatrixRMaj inner = new DMatrixRMaj(fitted.length, fitted.length);
    DMatrixRMaj targets = new DMatrixRMaj(fitted.length, classes);
    double[] share = new double[classes];
    for (int i : fitted) {
      share[labels[i]] += 1.0 / fitted.length;
    }
    for (int a = 0; a < fitted.length; a++) {
      for (int b = 0; b < fitted.length; b++) {
        inner.set(a, b, gram.get(fitted[a], fitted[b]));
      }
      for (int c = 0; c < classes; c++) {
        targets.set(a, c, (labels[fitted[a]] == c ? 1 : 0) - share[c]);
      }
    }
    DMatrixRMaj weights = solve(inner, targets);
    long hits = 0;
    for (int i : tried) {
      int best = 0;
      double highest = Double.NEGATIVE_INFINITY;
      for (int c = 0; c < classes; c++) {
        double score = share[c];
        for (int a = 0; a < fitted.length; a++) {
          score += gram.get(i, fitted[a]) * weights.get(a, c);
        }
        if (score > highest) {
          highest = score;
          best = c;
        }
      }
      hits += best == labels[i] ? 1 : 0;
    }
    return new Score(hits, tried.length, fitted.length);
  }

  /** {@code (A + ridge · mean diagonal · I)⁻¹ B}; of a matrix that is 0, 0. */
  private static DMatrixRMaj solve(DMatrixRMaj a, DMatrixRMaj b) {
    int n = a.getNumRows();
    double trace = 0;
    for (int i = 0; i < n; i++) {
      trace += a.get(i, i);
    }
    DMatrixRMaj x = new DMatrixRMaj(n, b.getNumCols());
    if (!(trace > 0)) {
      return x;
    }
    for (int i = 0; i < n; i++) {
      a.add(i, i, RIDGE * trace / n);
    }
    LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.symmPosDef(n);
    if (!solver.setA(a)) {
      throw new AnalysisException("a layer's second moments are not positive definite");
    }
    solver.solve(b, x);
    return x;
  }
}
