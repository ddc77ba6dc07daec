package io.entroscope.core.indicator.block;

import io.entroscope.result.Interval;
import io.entroscope.result.StatisticDescription;
import io.entroscope.result.block.BlockValue;
import io.entroscope.stats.PooledMean;
import io.entroscope.stats.block.BlockInfluence;
import io.entroscope.stats.block.BlockInfluence.Measure;
import java.util.Optional;
import java.util.OptionalDouble;

/** The mean of a measure over the tokens or places of all examples, with its error over these. */
abstract class RowMeasure implements BlockStatistic {
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
    BlockInfluence influence = block.influence();
    return influence.rows() == 0 ? Optional.empty() : Optional.of(value(influence));
  }

  private BlockValue value(BlockInfluence influence) {
    PooledMean mean = influence.mean(measure);
    OptionalDouble error = mean.standardError();
    return new BlockValue(
        measure.range().hold(mean.value()),
        error.isPresent() ? error.getAsDouble() : null,
        influence.interval(measure).map(Interval::of).orElse(null),
        influence.rows(),
        influence.examples());
  }
}
