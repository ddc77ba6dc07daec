package io.entroscope.stats.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class NormalTest {
  @Test
  void reachesTwoSidedQuantilesOfTheTables() {
    Range interval = Normal.interval(1, 2);
    assertThat(interval.low()).isEqualTo(1 - 2 * 1.959963984540054, within(1e-15));
    assertThat(interval.high()).isEqualTo(1 + 2 * 1.959963984540054, within(1e-15));
    // Student's distribution with many degrees of freedom is the normal one.
    Range many = Student.interval(1, 2, 1_000_000);
    assertThat(many.high()).isEqualTo(interval.high(), within(1e-5));
  }

  @Test
  void errorsOfIndependentEstimatesAddAsSquares() {
    assertThat(Normal.difference(0.62, 0.04, 0.5, 0.03))
        .isEqualTo(Normal.interval(0.62 - 0.5, 0.05));
  }
}
