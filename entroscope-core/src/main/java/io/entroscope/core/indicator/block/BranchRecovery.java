package io.entroscope.core.indicator.block;

import io.entroscope.result.StatisticDescription;
import io.entroscope.result.block.BlockValue;
import java.util.Optional;

/** How much of what a block adds a linear map of the stream before it explains. */
final class BranchRecovery implements BlockStatistic {
  @Override
  public StatisticDescription description() {
    return new StatisticDescription(
        "branchRecoverability",
        "Branch recoverability",
        "share of variance",
        "up to 1",
        "High: what the block adds is a linear function of the stream; low: it is not, whatever"
            + " its size. Unlike that of the output, it is not lifted by what passes the block by.",
        "R² = 1 − Σ‖y − ŷ‖² / Σ‖z − z̄‖² on examples held out, z = y − x, ŷ = xW + b by ridge"
            + " regression",
        "A. E. Hoerl, R. W. Kennard, \"Ridge Regression\", Technometrics 12 (1970)");
  }

  @Override
  public Optional<BlockValue> estimate(BlockEvidence block) {
    return block
        .map()
        .filter(map -> !Double.isNaN(map.branchR2()))
        .map(map -> OutputRecovery.value(map.branchR2(), map));
  }
}
