package io.entroscope.advice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** In which order layers go. */
class CombinationTest {
  private static final Combination SATURATION = new Combination(List.of(Indicator.SATURATION));

  private static Map<String, Double> score(double score) {
    return Map.of(Indicator.SATURATION, score);
  }

  @Test
  void theHighestScoreGoesFirstAndOfEqualsTheDeeperLayer() {
    assertThat(SATURATION.order(List.of(score(0.3), score(0.9), score(0.3), score(0.1))))
        .containsExactly(1, 2, 0, 3);
  }
}
