package io.entroscope.core.indicator.block;

import io.entroscope.result.Interval;
import io.entroscope.result.StatisticDescription;
import io.entroscope.result.block.BlockValue;
import io.entroscope.stats.block.BlockInfluence.Measure;
import io.entroscope.stats.block.RowMean;
import java.util.Optional;

/** The mean of a measure over the tokens or places of all examples, with its error over these. */
abstract class RowMeasure implements BlockStatistic {
  private static final double CONFIDENCE = 0.95;

  private final Measure measure;
  private final StatisticDescription description;

  RowMeasure(Measure measure, StatisticDescription description) {
    this.measure = measure;
    this.description = description;
  }

  @Override
  public StatisticDescription description() {
    return description;
  }

  @Override
  public Optional<BlockValue> estimate(BlockEvidence block) {
    return RowMean.of(block.influence(), measure).map(RowMeasure::value);
  }

  private static BlockValue value(RowMean of) {
    return new BlockValue(
        of.value(),
        of.error().isPresent() ? of.error().getAsDouble() : null,
        of.interval(CONFIDENCE).map(Interval::of).orElse(null),
        of.rows(),
        of.examples());
  }
}
