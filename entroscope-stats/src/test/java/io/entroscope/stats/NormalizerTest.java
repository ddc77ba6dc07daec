package io.entroscope.stats;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NormalizerTest {
  @Test
  void anEntropyIsDividedByTheFunctionOfTheUnits() {
    assertThat(Normalizer.LOG.normalize(Math.log(10), 10)).isEqualTo(1);
    assertThat(Normalizer.LOG.normalize(1, 100)).isEqualTo(1 / Math.log(100));
    assertThat(Normalizer.UNITS.normalize(3, 12)).isEqualTo(0.25);
    assertThat(Normalizer.NONE.normalize(3, 12)).isEqualTo(3);
  }

  @ParameterizedTest
  @EnumSource
  void aSingleUnitHasNoEntropy(Normalizer normalizer) {
    assertThat(normalizer.normalize(1e-12, 1)).isZero();
  }
}
