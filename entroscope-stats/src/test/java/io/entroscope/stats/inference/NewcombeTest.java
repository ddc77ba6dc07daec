package io.entroscope.stats.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NewcombeTest {
  /** R. G. Newcombe, Statistics in Medicine 17 (1998), 873, table II, method 10. */
  @ParameterizedTest
  @CsvSource({
    "56, 70, 48, 80, 0.0524, 0.3339",
    "9, 10, 3, 10, 0.1705, 0.8090",
    "6, 7, 2, 7, 0.0582, 0.8062",
    "5, 56, 0, 29, -0.0381, 0.1926",
    "0, 10, 0, 20, -0.1611, 0.2775",
    "10, 10, 0, 20, 0.6791, 1.0000",
  })
  void isThatOfItsPaper(long a, long n, long b, long m, double low, double high) {
    Range interval = Newcombe.difference((double) a / n, n, (double) b / m, m);
    assertThat(interval.low()).isEqualTo(low, within(5e-5));
    assertThat(interval.high()).isEqualTo(high, within(5e-5));
  }

  @Test
  void theOtherWayRoundItIsTheNegative() {
    Range one = Newcombe.difference(0.8, 70, 0.6, 80);
    Range other = Newcombe.difference(0.6, 80, 0.8, 70);
    assertThat(other.low()).isEqualTo(-one.high(), within(1e-15));
    assertThat(other.high()).isEqualTo(-one.low(), within(1e-15));
  }
}
