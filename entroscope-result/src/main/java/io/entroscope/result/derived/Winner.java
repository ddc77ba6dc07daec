package io.entroscope.result.derived;

import io.entroscope.result.Interval;
import io.entroscope.result.layer.ClassStatistics;
import io.entroscope.stats.inference.Wilson;
import java.util.Optional;

/**
 * The unit that has the largest activation in most images.
 *
 * @param unit its index; of equals the first
 * @param share of the images
 * @param interval the 95% Wilson score interval of the share; it does not allow for the unit being
 *     chosen from the same images
 */
public record Winner(int unit, double share, Interval interval) {

  /** The winner among some images; empty if nobody counted, or there is no image. */
  public static Optional<Winner> of(ClassStatistics of) {
    long[] wins = of.units().wins();
    if (wins == null || wins.length == 0 || of.images() == 0) {
      return Optional.empty();
    }
    int top = 0;
    for (int u = 1; u < wins.length; u++) {
      top = wins[u] > wins[top] ? u : top;
    }
    Interval interval = Interval.of(Wilson.interval(wins[top], of.images()));
    return Optional.of(new Winner(top, (double) wins[top] / of.images(), interval));
  }
}
