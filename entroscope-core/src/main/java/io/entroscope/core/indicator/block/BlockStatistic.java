package io.entroscope.core.indicator.block;

import io.entroscope.result.StatisticDescription;
import io.entroscope.result.block.BlockValue;
import java.util.Optional;

/**
 * A number of a block that explains itself: result, report and tables show it by what it says here.
 * Has no fields that change. {@link BlockStatistics} lists them.
 */
interface BlockStatistic {
  /** What it is, for the result. */
  StatisticDescription description();

  /** Of a block; empty where it is not defined, or what it needs was not kept. */
  Optional<BlockValue> estimate(BlockEvidence block);
}
