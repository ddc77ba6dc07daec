package io.entroscope.stats.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WilsonTest {
  /** R. G. Newcombe, Statistics in Medicine 17 (1998), 857, table I, method 3. */
  @ParameterizedTest
  @CsvSource({
    "81, 263, 0.2553, 0.3662",
    "15, 148, 0.0624, 0.1605",
    "0, 20, 0.0000, 0.1611",
    "1, 29, 0.0061, 0.1718",
  })
  void isThatOfNewcombesTable(long hits, long trials, double low, double high) {
    Range interval = Wilson.interval(hits, trials);
    assertThat(interval.low()).isEqualTo(low, within(5e-5));
    assertThat(interval.high()).isEqualTo(high, within(5e-5));
  }

  /** SciPy 1.x, {@code binomtest(k, n).proportion_ci(method="wilson")}. */
  @Test
  void isThatOfScipy() {
    assertThat(Wilson.interval(50, 100).low()).isEqualTo(0.4038315303659956, within(1e-12));
    assertThat(Wilson.interval(0.5, 100).high()).isEqualTo(0.5961684696340044, within(1e-12));
    assertThat(Wilson.interval(0, 10).high()).isEqualTo(0.27753279986288926, within(1e-12));
  }

  /** Rounding takes no end out of [0, 1], nor beside a share of none or all. */
  @Test
  void endsAreShares() {
    for (long trials : new long[] {1, 3, 7, 10_000, 60_000, 1_281_167}) {
      assertThat(Wilson.interval(0, trials).low()).isZero();
      assertThat(Wilson.interval(trials, trials).high()).isEqualTo(1);
    }
  }

  @Test
  void refusesNonsense() {
    assertThatThrownBy(() -> Wilson.interval(0, 0)).hasMessageContaining("0 trials");
    assertThatThrownBy(() -> Wilson.interval(3, 2)).hasMessageContaining("a share of 1.5");
  }
}
