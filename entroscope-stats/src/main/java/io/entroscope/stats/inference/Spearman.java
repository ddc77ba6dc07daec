package io.entroscope.stats.inference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Spearman's rank correlation: C. Spearman, "The Proof and Measurement of Association between Two
 * Things", 1904. Values that are tied share the mean of their ranks.
 */
public final class Spearman {
  /** What is left of a column below this share of it is rounding. */
  private static final double ROUNDING = 1e-9;

  private Spearman() {}

  /**
   * The correlation of the ranks.
   *
   * @param x {@code [n]}
   * @param y {@code [n]}
   * @return in [−1, 1]; NaN if one of them is constant
   */
  public static double rho(double[] x, double[] y) {
    return correlation(centred(ranks(x)), centred(ranks(y)));
  }

  /**
   * The correlation of the ranks with a grouping and other variables held fixed: of what is left of
   * the ranks after a least-squares fit of the groups' means and of the other variables' ranks.
   *
   * @param x {@code [n]}
   * @param y {@code [n]}
   * @param groups {@code [n]}: the group of each
   * @param others {@code [k][n]}: the other variables
   * @return in [−1, 1]; NaN if nothing is left of one of them
   */
  public static double partial(double[] x, double[] y, List<?> groups, double[]... others) {
    List<double[]> basis = new ArrayList<>();
    for (double[] other : others) {
      double[] ranks = ranks(other);
      double[] left = without(withinGroups(ranks, groups), basis);
      if (product(left, left) > ROUNDING * product(ranks, ranks)) {
        basis.add(left);
      }
    }
    double[] ranksX = ranks(x);
    double[] ranksY = ranks(y);
    double[] leftX = without(withinGroups(ranksX, groups), basis);
    double[] leftY = without(withinGroups(ranksY, groups), basis);
    boolean nothing =
        product(leftX, leftX) <= ROUNDING * product(ranksX, ranksX)
            || product(leftY, leftY) <= ROUNDING * product(ranksY, ranksY);
    return nothing ? Double.NaN : correlation(leftX, leftY);
  }

  /** {@code [n]}: ranks from 1, the mean of them where values are tied. */
  static double[] ranks(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double[] distinct = new double[sorted.length];
    double[] rankOf = new double[sorted.length];
    int count = 0;
    int first = 0;
    while (first < sorted.length) {
      int end = first + 1;
      while (end < sorted.length && sorted[end] == sorted[first]) {
        end++;
      }
      distinct[count] = sorted[first];
      rankOf[count++] = (first + 1 + end) / 2.0;
      first = end;
    }
    double[] ranks = new double[values.length];
    for (int i = 0; i < ranks.length; i++) {
      ranks[i] = rankOf[Arrays.binarySearch(distinct, 0, count, values[i])];
    }
    return ranks;
  }

  private static double[] centred(double[] values) {
    double mean = Arrays.stream(values).average().orElse(0);
    return Arrays.stream(values).map(v -> v - mean).toArray();
  }

  private static double[] withinGroups(double[] values, List<?> groups) {
    Map<Object, double[]> sums = new HashMap<>();
    for (int i = 0; i < values.length; i++) {
      double[] sum = sums.computeIfAbsent(groups.get(i), k -> new double[2]);
      sum[0] += values[i];
      sum[1]++;
    }
    double[] left = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      double[] sum = Objects.requireNonNull(sums.get(groups.get(i)));
      left[i] = values[i] - sum[0] / sum[1];
    }
    return left;
  }

  /** What is left without the parts along columns that are orthogonal to each other. */
  private static double[] without(double[] values, List<double[]> basis) {
    double[] left = values.clone();
    for (double[] column : basis) {
      double share = product(left, column) / product(column, column);
      for (int i = 0; i < left.length; i++) {
        left[i] -= share * column[i];
      }
    }
    return left;
  }

  private static double correlation(double[] x, double[] y) {
    double rho = product(x, y) / Math.sqrt(product(x, x) * product(y, y));
    return Math.max(-1, Math.min(1, rho));
  }

  private static double product(double[] x, double[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += x[i] * y[i];
    }
    return sum;
  }
}
