package example;

import io.entroscope.core.indicator.ContributedStatistic;
import io.entroscope.core.indicator.Evidence;
import io.entroscope.result.StatisticDescription;
import io.entroscope.result.layer.StatisticValue;
import java.util.Arrays;
import java.util.Optional;

/**
 * The share of a layer's activations that are above 0, over all images and units: named in {@code
 * META-INF/services}, it appears in the result, the table and the report.
 */
public final class ActiveShare implements ContributedStatistic {
  @Override
  public StatisticDescription description() {
    return new StatisticDescription(
        "activeShare",
        "Active share",
        "",
        "0 to 1",
        "High: most units answer to most images; low: few do.",
        "Σ 1[x > 0] / (N n)",
        "examples/statistic");
  }

  @Override
  public Optional<StatisticValue> of(Evidence layer) {
    long active = 0;
    for (int place = 0; place < layer.classes(); place++) {
      active += Arrays.stream(layer.active(place)).sum();
    }
    double all = (double) layer.images() * layer.units();
    return all == 0
        ? Optional.empty()
        : Optional.of(new StatisticValue(active / all, layer.images()));
  }
}
