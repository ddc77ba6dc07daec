package io.entroscope.stats.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class McNemarTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0, 1",
    "5, 5, 1",
    "1, 0, 1",
    "0, 5, 0.0625",
    "0, 6, 0.03125",
    "8, 2, 0.109375",
    "2, 8, 0.109375",
    "31, 15, 0.0258",
  })
  void theExactTestIsTheBinomials(long first, long second, double probability) {
    McNemar test = new McNemar(first, second);

    assertThat(test.probability()).isEqualTo(probability, within(1e-4));
    assertThat(test.isDifferent()).isEqualTo(probability < 0.05);
  }

  @Test
  void manyImagesDoNotUnderflow() {
    assertThat(new McNemar(5000, 5100).probability()).isEqualTo(0.325, within(0.005));
    assertThat(new McNemar(0, 5000).probability()).isZero();
  }

  @Test
  void countsWhatOnlyOneNamesRightly() {
    int[] labels = {0, 1, 2, 3, 4};
    int[] first = {0, 1, 0, 0, 4};
    int[] second = {0, 0, 2, 3, 0};

    assertThat(McNemar.of(first, second, labels)).isEqualTo(new McNemar(2, 2));
  }
}
