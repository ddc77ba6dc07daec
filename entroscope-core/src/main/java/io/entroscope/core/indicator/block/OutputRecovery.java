package io.entroscope.core.indicator.block;

import io.entroscope.result.StatisticDescription;
import io.entroscope.result.block.BlockValue;
import io.entroscope.stats.block.LinearMap;
import java.util.Optional;

/** How much of the stream behind a block a linear map of the stream before it explains. */
final class OutputRecovery implements BlockStatistic {
  @Override
  public StatisticDescription description() {
    return new StatisticDescription(
        "recoverability",
        "Recoverability",
        "share of variance",
        "up to 1",
        "High: one affine map per token or place does nearly what the block does, and could stand"
            + " in its place; below 0: worse than the mean.",
        "R² = 1 − Σ‖y − ŷ‖² / Σ‖y − ȳ‖² on examples held out, ŷ = xW + b by ridge regression",
        "A. E. Hoerl, R. W. Kennard, \"Ridge Regression\", Technometrics 12 (1970)");
  }

  @Override
  public Optional<BlockValue> estimate(BlockEvidence block) {
    return block.map().map(map -> value(map.r2(), map));
  }

  static BlockValue value(double r2, LinearMap map) {
    return new BlockValue(r2, null, null, map.heldOut(), null);
  }
}
