package io.entroscope.core.estimate;

import io.entroscope.result.Interval;
import io.entroscope.stats.Normalizer;
import io.entroscope.stats.Replicated;
import io.entroscope.stats.inference.Range;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One layer's points of the curves over depth: a normalised entropy of each class, with what
 * leaving out each group of images makes of it.
 *
 * @param layer its name
 * @param classes by class
 */
record CurvePoints(String layer, List<Replicated> classes) {
  CurvePoints {
    classes = List.copyOf(classes);
  }

  /** The point of the mean over the classes. */
  Replicated mean() {
    return Replicated.mean(classes);
  }

  /** An entropy in nats of a layer of n units, divided by f(n). */
  static Replicated normalized(Replicated nats, Normalizer normalizer, int units) {
    // A layer of one unit has the entropy 0 whatever it is divided by.
    return units == 1 ? nats : nats.over(normalizer.divisor(units));
  }

  /** An interval as results have it; null where there is none to trust. */
  static @Nullable Interval interval(Replicated of, double confidence) {
    return interval(of.interval(confidence));
  }

  static @Nullable Interval interval(Optional<Range> range) {
    return range.map(Interval::of).orElse(null);
  }
}
