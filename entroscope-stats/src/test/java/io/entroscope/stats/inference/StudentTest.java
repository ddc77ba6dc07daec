package io.entroscope.stats.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StudentTest {
  @ParameterizedTest
  @CsvSource({
    "0.95, 1, 12.7062047",
    "0.95, 2, 4.30265273",
    "0.95, 9, 2.26215716",
    "0.95, 19, 2.09302405",
    "0.99, 19, 2.86093461",
    "0.999, 19, 3.88340585",
    "0.9999, 18, 4.96570629",
    "0.95, 400, 1.96591234",
  })
  void knowsTheTables(double confidence, int degrees, double quantile) {
    assertThat(Student.quantile(confidence, degrees)).isEqualTo(quantile, within(1e-7));
    assertThat(Student.within(quantile, degrees)).isEqualTo(confidence, within(1e-8));
  }

  /** Fifteen numbers with a mean of 20.82, from SciPy. */
  @Test
  void givesTheIntervalOfAMean() {
    Range interval = Student.interval(20.82, 0.7242204347401681, 14);
    assertThat(interval.low()).isEqualTo(19.26670165, within(1e-7));
    assertThat(interval.high()).isEqualTo(22.37329835, within(1e-7));
  }

  @Test
  void refusesNonsense() {
    assertThat(Student.within(0, 7)).isZero();
    assertThatThrownBy(() -> Student.within(1, 0)).hasMessageContaining("0 degrees");
    assertThatThrownBy(() -> Student.quantile(1, 5)).hasMessageContaining("confidence");
  }
}
