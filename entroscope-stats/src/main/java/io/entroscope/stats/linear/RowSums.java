package io.entroscope.stats.linear;

import java.util.function.IntToDoubleFunction;

/**
 * Sums of several rows at once, in the forms that Java's compiler vectorises: a row that is read
 * and written for four others costs little more than for one.
 */
public final class RowSums {
  /** How many at once. */
  public static final int BLOCK = 4;

  private RowSums() {}

  /**
   * {@code row − Σ factors[t] · others[from + t]}, from one column on,, t below {@link #BLOCK}.
   *
   * @param column the first one
   */
  public static void subtract(
      double[] row, double[][] others, int from, double[] factors, int column) {
    double[] a = others[from];
    double[] b = others[from + 1];
    double[] c = others[from + 2];
    double[] d = others[from + 3];
    double fa = factors[0];
    double fb = factors[1];
    double fc = factors[2];
    double fd = factors[3];
    for (int j = column; j < row.length; j++) {
      row[j] -= fa * a[j] + fb * b[j] + (fc * c[j] + fd * d[j]);
    }
  }

  /** {@code row − Σ factor(t) · others[t]}, from the others at {@code first} on. */
  public static void subtract(
      double[] row, double[][] others, int first, IntToDoubleFunction factor) {
    double[] factors = new double[BLOCK];
    int from = first;
    for (; from + BLOCK <= others.length; from += BLOCK) {
      for (int t = 0; t < BLOCK; t++) {
        factors[t] = factor.applyAsDouble(from + t);
      }
      subtract(row, others, from, factors, 0);
    }
    for (; from < others.length; from++) {
      subtract(row, factor.applyAsDouble(from), others[from], 0);
    }
  }

  /** {@code row − factor · other}, from one column on. */
  static void subtract(double[] row, double factor, double[] other, int column) {
    for (int j = column; j < row.length; j++) {
      row[j] -= factor * other[j];
    }
  }

  /** {@code Σ row · other}, from one column on. */
  static double product(double[] row, double[] other, int column) {
    double sum = 0;
    for (int j = column; j < row.length; j++) {
      sum += row[j] * other[j];
    }
    return sum;
  }

  static void divide(double[] row, double divisor, int column) {
    for (int j = column; j < row.length; j++) {
      row[j] /= divisor;
    }
  }
}
