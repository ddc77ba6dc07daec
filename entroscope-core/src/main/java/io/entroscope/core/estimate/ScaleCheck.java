package io.entroscope.core.estimate;

import io.entroscope.result.Interval;
import io.entroscope.result.Verdict.Direction;
import io.entroscope.result.Verdict.Reading;
import io.entroscope.result.Verdict.Step;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Where what a curve says hangs on the scale of the layers, which a ReLU network can change without
 * changing its outputs.
 */
final class ScaleCheck {
  private static final double MOST_SHARED = 0.5;

  private ScaleCheck() {}

  /** The places of the steps of the mean curve at which the two readings disagree. */
  static List<Integer> disagreeing(Reading raw, Reading standardized) {
    return IntStream.range(0, raw.average().steps().size())
        .filter(i -> disagree(raw.average().steps().get(i), standardized.average().steps().get(i)))
        .boxed()
        .toList();
  }

  /** Whether a step is called differently in both, and not only of another size. */
  static boolean otherWay(Reading raw, Reading standardized, int step) {
    return otherWay(raw.average().steps().get(step), standardized.average().steps().get(step));
  }

  private static boolean otherWay(Step raw, Step standardized) {
    return raw.direction() != Direction.UNDECIDED
        && standardized.direction() != Direction.UNDECIDED
        && raw.direction() != standardized.direction();
  }

  /**
   * Whether both are decided and called differently, or differ in size: by more than the margin, by
   * more than half of the larger change, and with intervals that do not overlap.
   */
  static boolean disagree(Step raw, Step standardized) {
    return otherWay(raw, standardized)
        || (differ(raw.change(), standardized.change())
            && apart(raw.corrected(), standardized.corrected()));
  }

  private static boolean differ(double a, double b) {
    double difference = Math.abs(a - b);
    return difference > VerdictReader.FLAT_WITHIN
        && difference > MOST_SHARED * Math.max(Math.abs(a), Math.abs(b));
  }

  private static boolean apart(@Nullable Interval a, @Nullable Interval b) {
    return a != null && b != null && (a.high() < b.low() || b.high() < a.low());
  }
}
