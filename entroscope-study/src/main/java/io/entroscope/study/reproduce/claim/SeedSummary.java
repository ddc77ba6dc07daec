package io.entroscope.study.reproduce.claim;

import io.entroscope.result.Interval;
import io.entroscope.stats.Moments;
import io.entroscope.stats.inference.Student;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A number summarised over seeds.
 *
 * @param mean over the seeds
 * @param low the lowest
 * @param high the highest
 * @param seeds how many
 * @param interval of the mean, 95% by Student's t; null for a single seed
 */
public record SeedSummary(
    double mean, double low, double high, int seeds, @Nullable Interval interval) {
  /** The summary of at least one number. */
  public static SeedSummary of(List<Double> values) {
    Moments moments = Moments.ZERO;
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (double value : values) {
      moments = moments.add(value);
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    if (moments.count() == 0) {
      throw new IllegalArgumentException("no numbers");
    }
    return new SeedSummary(moments.mean(), low, high, (int) moments.count(), interval(moments));
  }

  private static @Nullable Interval interval(Moments moments) {
    if (moments.count() < 2) {
      return null;
    }
    return Interval.of(
        Student.interval(moments.mean(), moments.standardError(), (int) moments.count() - 1));
  }

  /** Mean and range: {@code 0.7712 (0.7690 to 0.7731)}. */
  public String text(String format) {
    return seeds == 1
        ? String.format(Locale.ROOT, format, mean)
        : String.format(
            Locale.ROOT, format + " (" + format + " to " + format + ")", mean, low, high);
  }

  /** Mean and interval, with signs: {@code +0.012 (95% −0.004 to +0.028, 3 seeds)}. */
  public String change() {
    if (interval == null) {
      return String.format(Locale.ROOT, "%+.4f (1 seed)", mean);
    }
    return String.format(
        Locale.ROOT,
        "%+.4f (95%% %+.4f to %+.4f, %d seeds)",
        mean,
        interval.low(),
        interval.high(),
        seeds);
  }
}
