package io.entroscope.result.layer;

import io.entroscope.result.Interval;
import io.entroscope.result.StatisticDescription;
import org.jspecify.annotations.Nullable;

/**
 * The value of a statistic in one layer.
 *
 * @param value in the unit of its {@link StatisticDescription}
 * @param images how many images it is from
 * @param interval the 95% confidence interval; null where no way to one is known
 */
public record StatisticValue(double value, long images, @Nullable Interval interval) {
  /** A value without an interval. */
  public StatisticValue(double value, long images) {
    this(value, images, null);
  }
}
