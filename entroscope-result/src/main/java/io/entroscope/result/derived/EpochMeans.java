package io.entroscope.result.derived;

import io.entroscope.result.Interval;
import io.entroscope.result.TrainingHistory;
import io.entroscope.stats.inference.Normal;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The means over the classes of the normalised pattern entropies after an epoch of training.
 *
 * @param raw {@code [L]}: of the activations as they are
 * @param bands {@code [L]}: the 95% intervals of {@code raw} by their standard errors; null if
 *     those are not known
 * @param standardized {@code [L]}: of standardised activations; null if not known
 */
public record EpochMeans(
    double[] raw, @Nullable List<Interval> bands, double @Nullable [] standardized) {

  /** The means of an epoch. */
  public static EpochMeans of(TrainingHistory.Epoch epoch) {
    double[] raw = means(epoch.patternEntropyNormalized());
    double[][] standardized = epoch.patternEntropyStandardizedNormalized();
    double[] errors = epoch.meanStandardError();
    return new EpochMeans(
        raw,
        errors == null
            ? null
            : IntStream.range(0, raw.length)
                .mapToObj(l -> Interval.of(Normal.interval(raw[l], errors[l])))
                .toList(),
        standardized == null ? null : means(standardized));
  }

  private static double[] means(double[][] rows) {
    return Arrays.stream(rows)
        .mapToDouble(row -> Arrays.stream(row).average().orElse(Double.NaN))
        .toArray();
  }
}
