package io.entroscope.report.internal.view;

import com.fasterxml.jackson.core.JsonGenerator;
import io.entroscope.result.Interval;
import io.entroscope.result.derived.Winner;
import io.entroscope.result.layer.ClassStatistics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The statistics of one layer, at its output or before the activation function, for the page. */
final class StatisticsView {
  private static final Map<String, ToDoubleFunction<ClassStatistics>> STATISTICS = statistics();
  private static final Map<String, ToDoubleFunction<Winner>> WINNERS = winners();

  /** How many numbers there are for each layer and class. */
  static final int COUNT = STATISTICS.size() + WINNERS.size();

  /** Larger numbers are whole in any case, and no shorter. */
  private static final float MOST_COUNTED = 1 << 24;

  private final JsonGenerator json;
  private final ClassStatistics all;
  private final List<ClassStatistics> classes;

  StatisticsView(JsonGenerator json, ClassStatistics all, List<ClassStatistics> classes) {
    this.json = json;
    this.all = all;
    this.classes = classes;
  }

  /** Each statistic as one row: of all images first, then class by class. */
  void scalars() throws IOException {
    List<ClassStatistics> rows = new ArrayList<>();
    rows.add(all);
    rows.addAll(classes);
    json.writeObjectFieldStart("stats");
    for (Map.Entry<String, ToDoubleFunction<ClassStatistics>> entry : STATISTICS.entrySet()) {
      row(entry.getKey(), rows, entry.getValue());
    }
    List<Optional<Winner>> winners = rows.stream().map(Winner::of).toList();
    for (Map.Entry<String, ToDoubleFunction<Winner>> entry : WINNERS.entrySet()) {
      row(
          entry.getKey(),
          winners,
          winner -> winner.isEmpty() ? Double.NaN : entry.getValue().applyAsDouble(winner.get()));
    }
    json.writeEndObject();
  }

  private <T> void row(String name, List<T> of, ToDoubleFunction<T> statistic) throws IOException {
    float[] row = new float[of.size()];
    for (int i = 0; i < row.length; i++) {
      row[i] = (float) statistic.applyAsDouble(of.get(i));
    }
    if (hasNumber(row)) {
      json.writeStringField(name, packed(row));
    }
  }

  /** As counts where all are, which take a byte or two. */
  private static String packed(float[] row) {
    Packed.Counts counts = new Packed.Counts();
    for (float value : row) {
      if (!(value >= 0 && value < MOST_COUNTED && value == (long) value)) {
        return Packed.floats(row);
      }
      counts.add((long) value);
    }
    return counts.text();
  }

  private static boolean hasNumber(float[] row) {
    for (float value : row) {
      if (!Float.isNaN(value)) {
        return true;
      }
    }
    return false;
  }

  /** The patterns of some classes, by class index; −1 for all images. */
  void patterns(Set<Integer> kept) throws IOException {
    json.writeObjectFieldStart("patterns");
    pattern(-1, all);
    for (int c : kept) {
      pattern(c, classes.get(c));
    }
    json.writeEndObject();
  }

  private void pattern(int c, ClassStatistics statistics) throws IOException {
    float[] pattern = statistics.units().pattern();
    if (pattern != null) {
      json.writeStringField(String.valueOf(c), Packed.floats(pattern));
    }
  }

  /** The histograms summed over the units, and for some classes those of the single units. */
  void histograms(double[] edges, Set<Integer> kept, Set<Integer> keptUnits) throws IOException {
    json.writeObjectFieldStart("histograms");
    summed(-1, all, edges.length - 1);
    for (int c : kept) {
      summed(c, classes.get(c), edges.length - 1);
    }
    json.writeEndObject();
    json.writeObjectFieldStart("unitHistograms");
    for (int c : keptUnits) {
      units(c, classes.get(c));
    }
    json.writeEndObject();
  }

  private void summed(int c, ClassStatistics statistics, int bins) throws IOException {
    long[][] histogram = statistics.activationHistogram();
    if (histogram == null) {
      return;
    }
    long[] sum = new long[bins];
    for (long[] unit : histogram) {
      for (int k = 1; k < unit.length; k++) {
        sum[(int) unit[0] + k - 1] += unit[k];
      }
    }
    Packed.Counts counts = new Packed.Counts();
    for (long count : sum) {
      counts.add(count);
    }
    json.writeStringField(String.valueOf(c), counts.text());
  }

  /** For each unit: how many numbers follow, then its row as in the result. */
  private void units(int c, ClassStatistics statistics) throws IOException {
    long[][] histogram = statistics.activationHistogram();
    if (histogram == null) {
      return;
    }
    Packed.Counts counts = new Packed.Counts();
    for (long[] unit : histogram) {
      counts.add(unit.length);
      for (long value : unit) {
        counts.add(value);
      }
    }
    json.writeStringField(String.valueOf(c), counts.text());
  }

  private static Map<String, ToDoubleFunction<ClassStatistics>> statistics() {
    Map<String, ToDoubleFunction<ClassStatistics>> all = new LinkedHashMap<>();
    all.put("images", ClassStatistics::images);
    all.put("patternEntropy", s -> s.patternEntropy().value());
    all.put("patternEntropyLow", s -> low(s.patternEntropy().interval()));
    all.put("patternEntropyHigh", s -> high(s.patternEntropy().interval()));
    all.put("patternEntropyStandardized", s -> s.patternEntropyStandardized().value());
    all.put("patternEntropyStandardizedLow", s -> low(s.patternEntropyStandardized().interval()));
    all.put("patternEntropyStandardizedHigh", s -> high(s.patternEntropyStandardized().interval()));
    all.put("imageEntropyMean", s -> s.imageEntropy().mean());
    all.put("imageEntropyMeanLow", s -> low(s.imageEntropy().interval()));
    all.put("imageEntropyMeanHigh", s -> high(s.imageEntropy().interval()));
    all.put("imageEntropyStandardizedMean", s -> orNaN(s.imageEntropyStandardized().mean()));
    String[] quantiles = {"05", "25", "50", "75", "95"};
    for (int q = 0; q < quantiles.length; q++) {
      int index = q;
      all.put("imageEntropyQ" + quantiles[q], s -> s.imageEntropy().quantiles()[index]);
    }
    return all;
  }

  private static Map<String, ToDoubleFunction<Winner>> winners() {
    Map<String, ToDoubleFunction<Winner>> all = new LinkedHashMap<>();
    all.put("topUnit", Winner::unit);
    all.put("topShare", Winner::share);
    all.put("topShareLow", winner -> winner.interval().low());
    all.put("topShareHigh", winner -> winner.interval().high());
    return all;
  }

  private static double orNaN(@Nullable Double value) {
    return value == null ? Double.NaN : value;
  }

  private static double low(@Nullable Interval interval) {
    return interval == null ? Double.NaN : interval.low();
  }

  private static double high(@Nullable Interval interval) {
    return interval == null ? Double.NaN : interval.high();
  }
}
