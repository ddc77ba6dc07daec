package io.entroscope.core.indicator;

import io.entroscope.result.StatisticDescription;
import io.entroscope.result.layer.StatisticValue;
import java.util.Optional;

/**
 * A statistic of layers from outside this library, found by {@link java.util.ServiceLoader}:
 * result, schema, report and tables treat it as their own. One instance serves several threads at
 * once, and gives the same value for the same evidence.
 */
public interface ContributedStatistic {
  /** What it is; its name is no other statistic's. */
  StatisticDescription description();

  /**
   * Of a layer, once all images were seen.
   *
   * @return empty where it is not defined
   */
  Optional<StatisticValue> of(Evidence layer);
}
