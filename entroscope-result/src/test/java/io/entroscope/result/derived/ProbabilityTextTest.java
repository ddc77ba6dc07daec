package io.entroscope.result.derived;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProbabilityTextTest {
  @ParameterizedTest
  @CsvSource({"0, p < 0.0001", "1e-300, p < 0.0001", "0.00012, p = 0.00012", "0.0341, p = 0.034"})
  void noTestGivesNothing(double p, String words) {
    assertThat(ProbabilityText.named(p)).isEqualTo(words);
  }
}
