package io.entroscope.core.indicator.block;

import io.entroscope.result.StatisticDescription;
import io.entroscope.stats.block.BlockInfluence.Measure;

/** How large what a block adds is beside the stream. */
final class BranchSize extends RowMeasure {
  BranchSize() {
    super(
        Measure.BRANCH_SIZE,
        new StatisticDescription(
            "branchSize",
            "Branch size",
            "",
            "0 and up",
            "Low: the block adds little to the stream; 1: as much as is there. Where a"
                + " normalisation or activation closes the block, its change is part of it.",
            "mean over tokens or places of ‖y − x‖ / ‖x‖",
            "K. Greff, R. Srivastava, J. Schmidhuber, \"Highway and Residual Networks learn"
                + " Unrolled Iterative Estimation\", ICLR 2017, arXiv 1612.07771"));
  }
}
