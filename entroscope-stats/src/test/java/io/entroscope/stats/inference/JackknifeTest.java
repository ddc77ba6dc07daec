package io.entroscope.stats.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class JackknifeTest {
  private static final double[] VALUES = {3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8};

  private static long[] ones(int count) {
    long[] sizes = new long[count];
    java.util.Arrays.fill(sizes, 1);
    return sizes;
  }

  private static double mean(int without) {
    double sum = 0;
    for (int i = 0; i < VALUES.length; i++) {
      sum += i == without ? 0 : VALUES[i];
    }
    return sum / (without < 0 ? VALUES.length : VALUES.length - 1);
  }

  /** The population variance, whose bias is exactly −1/N of the variance. */
  private static double variance(int without) {
    double squares = 0;
    int count = 0;
    for (int i = 0; i < VALUES.length; i++) {
      if (i != without) {
        squares += (VALUES[i] - mean(without)) * (VALUES[i] - mean(without));
        count++;
      }
    }
    return squares / count;
  }

  /** For single values it is the textbook's standard error of the mean. */
  @Test
  void theErrorOfAMeanIsThatOfTheTextbook() {
    double unbiased = variance(-1) * VALUES.length / (VALUES.length - 1);
    double error = Jackknife.standardError(ones(12), mean(-1), JackknifeTest::mean);
    assertThat(error).isEqualTo(Math.sqrt(unbiased / VALUES.length), within(1e-12));
  }

  @Test
  void theBiasOfAVarianceIsRemoved() {
    double unbiased = variance(-1) * VALUES.length / (VALUES.length - 1);
    assertThat(Jackknife.unbiased(ones(12), variance(-1), JackknifeTest::variance))
        .isEqualTo(unbiased, within(1e-12));
    assertThat(Jackknife.unbiased(ones(12), mean(-1), JackknifeTest::mean))
        .isEqualTo(mean(-1), within(1e-12));
  }

  /**
   * Groups of other sizes, and an empty one: a Python program of Busing, Meijer and van der
   * Leeden's eq. (7) and (8) gives these for the variance of 13 groups of the numbers 0 to 29.
   */
  @Test
  void groupsMayDifferInSize() {
    long[] sizes = {1, 2, 3, 1, 2, 3, 0, 4, 2, 1, 3, 4, 4};
    IntToDoubleFunction without = g -> varianceWithout(sizes, g);
    double whole = varianceWithout(sizes, -1);
    assertThat(whole).isEqualTo(74.91666666666667, within(1e-12));
    assertThat(Jackknife.unbiased(sizes, whole, without))
        .isEqualTo(83.24743168708687, within(1e-9));
    assertThat(Jackknife.standardError(sizes, whole, without))
        .isEqualTo(22.03522201441109, within(1e-9));
  }

  private static double varianceWithout(long[] sizes, int left) {
    double sum = 0;
    double squares = 0;
    int count = 0;
    int value = 0;
    for (int g = 0; g < sizes.length; g++) {
      for (int i = 0; i < sizes[g]; i++, value++) {
        if (g != left) {
          sum += value;
          squares += (double) value * value;
          count++;
        }
      }
    }
    return squares / count - sum / count * (sum / count);
  }

  @Test
  void fewGroupsGiveNoError() {
    assertThat(Jackknife.standardError(ones(9), 1, g -> 1)).isNaN();
    assertThat(Jackknife.standardError(ones(10), 1, g -> 1)).isEqualTo(0, within(1e-14));
    long[] empty = ones(12);
    empty[0] = empty[1] = empty[2] = 0;
    assertThat(Jackknife.standardError(empty, 1, g -> 1)).isNaN();
  }
}
