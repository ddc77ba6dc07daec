package io.entroscope.stats.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.entroscope.testing.Seeds;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CholeskyTest {
  private static double[][] gaussian(int rows, int columns, Random random) {
    double[][] a = new double[rows][columns];
    for (double[] row : a) {
      Arrays.setAll(row, i -> random.nextGaussian());
    }
    return a;
  }

  /** XᵀX + I. */
  private static double[][] positive(int n, Random random) {
    double[][] x = gaussian(n, n, random);
    double[][] a = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        a[i][j] = i == j ? 1 : 0;
        for (double[] row : x) {
          a[i][j] += row[i] * row[j];
        }
      }
    }
    return a;
  }

  private static double[][] copy(double[][] a) {
    return Arrays.stream(a).map(double[]::clone).toArray(double[][]::new);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 30})
  void theMatrixTimesTheSolutionIsWhatWasGiven(int n) {
    Random random = new Random(Seeds.seed(6));
    double[][] a = positive(n, random);
    double[][] b = gaussian(n, 3, random);
    double[][] x = copy(b);

    Cholesky.of(copy(a)).orElseThrow().solve(x);

    for (int i = 0; i < n; i++) {
      for (int k = 0; k < 3; k++) {
        double product = 0;
        for (int j = 0; j < n; j++) {
          product += a[i][j] * x[j][k];
        }
        assertThat(product).isEqualTo(b[i][k], within(1e-10));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4, 6, 17})
  void halfASolutionHasTheProductsOfAWholeOne(int n) {
    Random random = new Random(Seeds.seed(7));
    Cholesky of = Cholesky.of(positive(n, random)).orElseThrow();
    double[][] b = gaussian(n, 2, random);
    double[][] half = copy(b);
    double[][] whole = copy(b);

    of.solveHalf(half);
    of.solve(whole);

    double ofHalves = 0;
    double expected = 0;
    for (int i = 0; i < n; i++) {
      ofHalves += half[i][0] * half[i][1];
      expected += b[i][0] * whole[i][1];
    }
    assertThat(ofHalves).isEqualTo(expected, within(1e-10));
  }

  @Test
  void aMatrixWithADirectionThatIsNotPositiveIsRefused() {
    double[][] a = positive(6, new Random(Seeds.seed(8)));
    a[5][5] = -1;

    assertThat(Cholesky.of(a)).isEmpty();
    assertThat(Cholesky.of(new double[3][3])).isEmpty();
  }
}
