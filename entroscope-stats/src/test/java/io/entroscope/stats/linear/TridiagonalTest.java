package io.entroscope.stats.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.entroscope.testing.Seeds;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TridiagonalTest {
  private static final double ROUNDING = 1e-12;

  /** Jacobi's rotations: slow, and nothing to do with reflections. */
  private static double[] byRotations(double[][] matrix) {
    double[][] a = copy(matrix);
    int n = a.length;
    for (int sweep = 0; sweep < 30; sweep++) {
      for (int p = 0; p < n; p++) {
        for (int q = p + 1; q < n; q++) {
          double angle = Math.atan2(2 * a[p][q], a[q][q] - a[p][p]) / 2;
          rotate(a, p, q, Math.cos(angle), Math.sin(angle));
        }
      }
    }
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      values[i] = -a[i][i];
    }
    Arrays.sort(values);
    return Arrays.stream(values).map(v -> -v).toArray();
  }

  private static void rotate(double[][] a, int p, int q, double c, double s) {
    for (int i = 0; i < a.length; i++) {
      double of = a[i][p];
      a[i][p] = c * of - s * a[i][q];
      a[i][q] = s * of + c * a[i][q];
    }
    for (int i = 0; i < a.length; i++) {
      double of = a[p][i];
      a[p][i] = c * of - s * a[q][i];
      a[q][i] = s * of + c * a[q][i];
    }
  }

  private static double[][] copy(double[][] a) {
    return Arrays.stream(a).map(double[]::clone).toArray(double[][]::new);
  }

  private static double[][] symmetric(int n, Random random) {
    double[][] a = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        a[i][j] = random.nextGaussian();
        a[j][i] = a[i][j];
      }
    }
    return a;
  }

  private static double[] vector(int n, Random random) {
    return random.doubles(n, -1, 1).toArray();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 8, 13, 40})
  void theEigenvaluesAreThoseOfTheMatrix(int n) {
    double[][] a = symmetric(n, new Random(Seeds.seed(3)));

    assertThat(Tridiagonal.of(copy(a)).eigenvalues())
        .containsExactly(byRotations(a), within(ROUNDING * n));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 8, 13, 40})
  void aMultipleOfTheVectorsProductsIsAddedWithoutAnotherReduction(int n) {
    Random random = new Random(Seeds.seed(4));
    double[][] a = symmetric(n, random);
    double[] v = vector(n, random);
    double[][] sum = copy(a);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        sum[i][j] += 2.5 * v[i] * v[j];
      }
    }
    Tridiagonal reduced = Tridiagonal.of(copy(a), v);

    assertThat(reduced.eigenvalues()).containsExactly(byRotations(a), within(ROUNDING * n));
    assertThat(reduced.eigenvaluesWith(2.5))
        .containsExactly(byRotations(sum), within(ROUNDING * n));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 6, 21})
  void aRowBeforeTheMatrixHoldsTheVector(int n) {
    Random random = new Random(Seeds.seed(5));
    double[][] a = symmetric(n, random);
    double[] v = vector(n, random);
    double[][] bordered = new double[n + 1][n + 1];
    bordered[0][0] = 7;
    for (int i = 0; i < n; i++) {
      bordered[0][i + 1] = 3 * v[i];
      bordered[i + 1][0] = 3 * v[i];
      System.arraycopy(a[i], 0, bordered[i + 1], 1, n);
    }

    assertThat(Tridiagonal.of(copy(a), v).eigenvaluesBordered(7, 3))
        .containsExactly(byRotations(bordered), within(ROUNDING * n));
  }

  @Test
  void matricesOfLowRankAndOfZerosConverge() {
    double[][] zeros = new double[7][7];
    double[][] one = new double[9][9];
    for (int i = 0; i < 9; i++) {
      for (int j = 0; j < 9; j++) {
        one[i][j] = 1e-150 * (i + 1) * (j + 1);
      }
    }
    double[] only = new double[9];
    only[0] = 1e-150 * 285;

    assertThat(Tridiagonal.of(zeros).eigenvalues()).containsOnly(0);
    assertThat(Tridiagonal.of(one).eigenvalues()).containsExactly(only, within(1e-162));
  }
}
