package io.entroscope.advice;

import static org.assertj.core.api.Assertions.assertThat;

import io.entroscope.result.block.BlockResult;
import io.entroscope.result.block.BlockValue;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** In which direction each indicator speaks for taking a block out. */
class BlockIndicatorTest {
  private static Map<String, Double> scores(String statistic, double value) {
    BlockValue measured = new BlockValue(value, null, null, 100, 10L);
    BlockResult block =
        new BlockResult(
            "layer1.0",
            "convolution",
            "layer1.0",
            "x",
            "y",
            List.of(-1L, 4L, 8L, 8L),
            300,
            null,
            null,
            Map.of(statistic, measured));
    return BlockIndicator.scores(block, 2);
  }

  @Test
  void whatChangesTheStreamLittleGoesFirst() {
    Map<String, String> low =
        Map.of(
            "influence", "low influence",
            "angularDistance", "small angular distance",
            "branchSize", "small branch");
    low.forEach(
        (statistic, indicator) -> {
          double little = scores(statistic, 0.1).get(indicator);
          assertThat(little).as(indicator).isGreaterThan(scores(statistic, 0.4).get(indicator));
        });
  }

  @Test
  void whatAnAffineMapCanDoGoesFirst() {
    Map<String, String> high =
        Map.of(
            "recoverability", "high recoverability",
            "branchRecoverability", "high branch recoverability");
    high.forEach(
        (statistic, indicator) -> {
          double much = scores(statistic, 0.9).get(indicator);
          assertThat(much).as(indicator).isGreaterThan(scores(statistic, 0.2).get(indicator));
        });
  }

  @Test
  void whatWasNotMeasuredHasNoScore() {
    assertThat(scores("influence", 0.1))
        .containsOnly(
            Map.entry("low influence", -0.1), Map.entry("size", 300.0), Map.entry("depth", 2.0));
  }
}
