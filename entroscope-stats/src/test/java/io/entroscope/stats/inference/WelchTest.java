package io.entroscope.stats.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class WelchTest {
  /**
   * Two samples of 15, from SciPy: means 20.82 and 22.98667, 24.99 degrees of freedom; the ends are
   * those with 24, the degrees rounded down.
   */
  @Test
  void isThatOfScipyWithTheDegreesRoundedDown() {
    Range interval =
        Welch.difference(
            new Welch.Mean(20.82, 0.7242204347401681, 15),
            new Welch.Mean(22.986666666666665, 0.5041604682814569, 15));
    assertThat(interval.low()).isEqualTo(-3.9879013436293715, within(1e-9));
    assertThat(interval.high()).isEqualTo(-0.34543198970396416, within(1e-9));
  }

  @Test
  void withoutVarianceTheDifferenceIsCertain() {
    Range interval = Welch.difference(new Welch.Mean(3, 0, 2), new Welch.Mean(1, 0, 2));
    assertThat(interval).isEqualTo(new Range(2, 2));
  }

  @Test
  void oneNumberHasNoVariance() {
    assertThatThrownBy(() -> new Welch.Mean(3, 0, 1)).hasMessage("the variance of 1 numbers");
  }
}
