package io.entroscope.core.prune.block;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RisingTest {
  @Test
  void whatFallsIsReplacedByMeans() {
    assertThat(Rising.of(new double[] {1, 2, 3})).containsExactly(1, 2, 3);
    assertThat(Rising.of(new double[] {3, 2, 1})).containsExactly(2, 2, 2);
    assertThat(Rising.of(new double[] {0, 4, 2, 5, 1, 3, 9})).containsExactly(0, 3, 3, 3, 3, 3, 9);
    assertThat(Rising.of(new double[0])).isEmpty();
  }
}
