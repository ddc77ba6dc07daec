package io.entroscope.stats.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class BootstrapTest {
  /**
   * The sum of five draws is binomial with p = 1/5: P(0) = 0.33, P(≤ 2) = 0.942, P(≤ 3) = 0.993.
   */
  @Test
  void isThatOfTheBinomialDistribution() {
    Range interval = Bootstrap.mean(new double[] {0, 0, 1, 0, 0}, 0.05, 1);
    assertThat(interval.low()).isZero();
    assertThat(interval.high()).isEqualTo(0.6, within(1e-12));
    assertThat(Bootstrap.mean(new double[] {0, 0, 1, 0, 0}, 0.2, 1).high())
        .isEqualTo(0.4, within(1e-12));
  }

  /** Of many numbers it is the normal distribution's: σ / √n = 0.00913. */
  @Test
  void ofManyNumbersItIsNormal() {
    double[] even = new double[1000];
    Arrays.setAll(even, i -> (i + 0.5) / even.length);
    Range expected = Normal.interval(0.5, Math.sqrt(1 / 12.0 / even.length));
    Range interval = Bootstrap.mean(even, 0.05, 7);
    assertThat(interval.low()).isEqualTo(expected.low(), within(0.001));
    assertThat(interval.high()).isEqualTo(expected.high(), within(0.001));
  }

  @Test
  void sameSeedSameInterval() {
    double[] values = {0.3, 0.1, 0.7, 0.2, 0.9, 0.4};
    assertThat(Bootstrap.mean(values, 0.05, 3)).isEqualTo(Bootstrap.mean(values, 0.05, 3));
    assertThat(Bootstrap.mean(values, 0.05, 3)).isNotEqualTo(Bootstrap.mean(values, 0.05, 4));
  }

  @Test
  void refusesNonsense() {
    assertThatThrownBy(() -> Bootstrap.mean(new double[0], 0.05, 1))
        .hasMessageContaining("0 values");
    assertThatThrownBy(() -> Bootstrap.mean(new double[1], 0, 1))
        .hasMessageContaining("error of 0");
  }

  /** Two strata far apart: within them the standard error is 1 / √(12 n), of their mean / √2. */
  @Test
  void strataAreDrawnEachByItself() {
    for (int n : new int[] {500, 60_000}) {
      double[][] strata = new double[2][n];
      Arrays.setAll(strata[0], i -> (i + 0.5) / n);
      Arrays.setAll(strata[1], i -> 100 + (i + 0.5) / n);
      assertThat(Bootstrap.meanOfMeans(strata)).isEqualTo(50.5, within(1e-9));
      Range expected = Normal.interval(50.5, 1 / Math.sqrt(12.0 * n) / Math.sqrt(2));
      Range interval = Bootstrap.meanOfMeans(strata, 3);
      assertThat(interval.low()).isEqualTo(expected.low(), within(0.02 / Math.sqrt(n)));
      assertThat(interval.high()).isEqualTo(expected.high(), within(0.02 / Math.sqrt(n)));
    }
  }

  @Test
  void strataOfOtherSizesCountTheSame() {
    assertThat(Bootstrap.meanOfMeans(new double[][] {{1, 1, 1, 1}, {3}}))
        .isEqualTo(2, within(1e-12));
  }
}
