package io.entroscope.core.indicator.block;

import io.entroscope.result.StatisticDescription;
import io.entroscope.result.block.BlockValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The statistics of blocks, in the order in which results hold them. */
public final class BlockStatistics {
  /** A new one is added here. */
  static final List<BlockStatistic> ALL =
      List.of(
          new Influence(),
          new AngularDistance(),
          new BranchSize(),
          new OutputRecovery(),
          new BranchRecovery());

  private BlockStatistics() {}

  /** What each is. */
  public static List<StatisticDescription> descriptions() {
    return ALL.stream().map(BlockStatistic::description).toList();
  }

  /** Those of a block that are defined, by name. */
  public static Map<String, BlockValue> of(BlockEvidence block) {
    Map<String, BlockValue> values = new LinkedHashMap<>();
    for (BlockStatistic of : ALL) {
      of.estimate(block).ifPresent(value -> values.put(of.description().name(), value));
    }
    return values;
  }
}
