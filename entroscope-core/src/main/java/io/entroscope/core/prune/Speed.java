package io.entroscope.core.prune;

import io.entroscope.result.Interval;
import io.entroscope.stats.Moments;
import io.entroscope.stats.inference.Range;
import io.entroscope.stats.inference.Student;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The speed of two models compared on one core: their runs alternate, so that other load of the
 * machine affects both.
 *
 * @param batch images per run
 * @param before median milliseconds of a run of the first
 * @param after median milliseconds of a run of the second
 * @param ratio of the second's time to the first's: the geometric mean over the runs
 * @param interval the 95% interval of the ratio
 * @param turns number of runs of each
 */
public record Speed(
    int batch, double before, double after, double ratio, Interval interval, int turns) {
  private static final int TURNS = 60;
  private static final int WARM_UP = 10;

  /** Turns of large networks: enough for an interval. */
  private static final int FEWEST_TURNS = 12;

  /** What all turns may take, in milliseconds, where the fewest take less. */
  private static final double ENOUGH = 10_000;

  /**
   * Measures the speed of two models.
   *
   * @param batch images per run
   * @param first one run of the first model
   * @param second one run of the second
   */
  public static Speed measure(int batch, Runnable first, Runnable second) {
    first.run();
    second.run();
    double both = time(first) + time(second);
    int turns = (int) Math.max(FEWEST_TURNS, Math.min(TURNS, ENOUGH / both));
    for (int i = 0; i < WARM_UP * turns / TURNS; i++) {
      first.run();
      second.run();
    }
    List<Double> before = new ArrayList<>();
    List<Double> after = new ArrayList<>();
    Moments logRatio = Moments.ZERO;
    for (int i = 0; i < turns; i++) {
      boolean swapped = i % 2 == 1;
      double a = swapped ? 0 : time(first);
      double b = time(second);
      a = swapped ? time(first) : a;
      before.add(a);
      after.add(b);
      logRatio = logRatio.add(Math.log(b / a));
    }
    Range logs = Student.interval(logRatio.mean(), logRatio.standardError(), turns - 1);
    return new Speed(
        batch,
        median(before),
        median(after),
        Math.exp(logRatio.mean()),
        new Interval(Math.exp(logs.low()), Math.exp(logs.high())),
        turns);
  }

  private static double time(Runnable run) {
    long start = System.nanoTime();
    run.run();
    return (System.nanoTime() - start) / 1e6;
  }

  private static double median(List<Double> values) {
    Collections.sort(values);
    return (values.get(values.size() / 2) + values.get((values.size() - 1) / 2)) / 2;
  }

  /** Images per second of the first. */
  public double throughputBefore() {
    return batch * 1000 / before;
  }

  /** Images per second of the second. */
  public double throughputAfter() {
    return batch * 1000 / after;
  }

  /** Whether the difference is significant. */
  public boolean isDifferent() {
    return interval.high() < 1 || interval.low() > 1;
  }
}
