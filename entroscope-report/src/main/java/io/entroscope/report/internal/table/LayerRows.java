package io.entroscope.report.internal.table;

import io.entroscope.report.internal.table.Row.Statistic;
import io.entroscope.report.internal.table.Row.Subject;
import io.entroscope.report.internal.table.Row.Value;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.derived.EntropyScale;
import io.entroscope.result.layer.ClassMean;
import io.entroscope.result.layer.ClassStatistics;
import io.entroscope.result.layer.Entropy;
import io.entroscope.result.layer.ImageEntropy;
import io.entroscope.result.layer.LayerIndicators;
import io.entroscope.result.layer.LayerResult;
import io.entroscope.result.layer.Quantization;
import io.entroscope.result.layer.UnitStatistics;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The rows of one layer. */
final class LayerRows {
  private static final List<String> QUANTILES = List.of("0.05", "0.25", "0.5", "0.75", "0.95");
  private static final String NORMALIZED = "Normalized";

  private final AnalysisResult result;
  private final LayerResult layer;
  private final Consumer<Row> into;
  private final String normalizer;
  private final double divisor;

  LayerRows(AnalysisResult result, LayerResult layer, Consumer<Row> into) {
    this.result = result;
    this.layer = layer;
    this.into = into;
    this.normalizer = normalizer(result);
    this.divisor = EntropyScale.of(result).divisor(layer.units());
  }

  /** What normalised entropies are divided by. */
  static String normalizer(AnalysisResult result) {
    return switch (result.settings().normalizer()) {
      case "log" -> "log n";
      case "units" -> "n";
      default -> "";
    };
  }

  /** What the layer's own statistics say. */
  void outputs() {
    Subject of = ResultTable.subject(layer, layer.observation().at());
    long images = layer.all().images();
    number(of, "parameters", "weights", layer.facts().parameters(), null);
    number(of, "rms", "activation", layer.observation().rms(), images);
    number(of, "nonFinite", "images", layer.observation().nonFinite(), null);
    Quantization quantization = layer.observation().quantization();
    if (quantization != null) {
      number(of, "quantizationScale", "activation", quantization.scale(), null);
      Long zero = quantization.zeroPoint();
      number(of, "quantizationZeroPoint", "integer", zero == null ? 0 : zero, null);
    }
    mean(of, layer.mean());
    everyClass(of, layer.all(), layer.classes());
    indicators(of, layer.indicators());
  }

  /** What those before its activation function say, if both sides were observed. */
  void preactivations() {
    LayerResult.Preactivation before = layer.preactivation();
    if (before != null) {
      Subject of = ResultTable.subject(layer, "preactivation");
      number(of, "rms", "activation", before.rms(), before.all().images());
      number(of, "nonFinite", "images", before.nonFinite(), null);
      everyClass(of, before.all(), before.classes());
      indicators(of, before.indicators());
    }
  }

  private void indicators(Subject of, @Nullable LayerIndicators indicators) {
    if (indicators != null) {
      new IndicatorRows(of, result.statistics() == null ? List.of() : result.statistics(), into)
          .of(indicators);
    }
  }

  private void number(Subject of, String name, String unit, Number value, @Nullable Long images) {
    add(of, Row.ALL, Statistic.of(name, unit), "", Value.of(value, images));
  }

  private void add(Subject of, String className, Statistic what, String index, Value value) {
    into.accept(new Row(of, className, what, index, value));
  }

  private void mean(Subject of, @Nullable ClassMean mean) {
    if (mean != null) {
      mean(of, "patternEntropyNormalized", mean.pattern());
      mean(of, "patternEntropyStandardizedNormalized", mean.patternStandardized());
      mean(of, "imageEntropyMeanNormalized", mean.image());
    }
  }

  private void mean(Subject of, String name, ClassMean.Mean mean) {
    Value value =
        new Value(mean.value(), mean.standardError(), mean.interval(), layer.all().images());
    add(of, Row.MEAN, new Statistic(name, "1", normalizer), "", value);
  }

  private void everyClass(Subject of, ClassStatistics all, List<ClassStatistics> classes) {
    oneClass(of, Row.ALL, all);
    classes.forEach(one -> oneClass(of, one.className(), one));
  }

  private void oneClass(Subject of, String name, ClassStatistics seen) {
    long images = seen.images();
    entropy(of, name, "patternEntropy", seen.patternEntropy(), images);
    entropy(of, name, "patternEntropyStandardized", seen.patternEntropyStandardized(), images);
    imageEntropy(of, name, seen.imageEntropy(), images);
    standardized(of, name, seen.imageEntropyStandardized());
    add(of, name, Statistic.of("neverActive", "share"), "", Value.of(seen.neverActive(), images));
    if (seen.indicators() != null) {
      new IndicatorRows(of, List.of(), into).of(name, seen.indicators(), images);
    }
    units(of, name, seen.units(), images);
  }

  private void entropy(Subject of, String className, String name, Entropy entropy, long images) {
    Value nats = new Value(entropy.value(), entropy.standardError(), entropy.interval(), images);
    both(of, className, name, nats, entropy.normalized());
  }

  /** A number in nats, and the same normalised. */
  private void both(Subject of, String className, String name, Value nats, double normalized) {
    add(of, className, Statistic.of(name, "nats"), "", nats);
    Value scaled = nats.over(divisor);
    add(
        of,
        className,
        new Statistic(name + NORMALIZED, "1", normalizer),
        "",
        new Value(normalized, scaled.error(), scaled.interval(), nats.images()));
  }

  private void imageEntropy(Subject of, String className, ImageEntropy seen, long images) {
    Value mean = new Value(seen.mean(), seen.standardError(), seen.interval(), images);
    both(of, className, "imageEntropyMean", mean, seen.meanNormalized());
    add(
        of,
        className,
        Statistic.of("imageEntropyStandardDeviation", "nats"),
        "",
        Value.of(seen.standardDeviation(), images));
    for (int q = 0; q < Math.min(QUANTILES.size(), seen.quantiles().length); q++) {
      add(
          of,
          className,
          Statistic.of("imageEntropyQuantile", "nats"),
          QUANTILES.get(q),
          Value.of(seen.quantiles()[q], images));
    }
  }

  private void standardized(Subject of, String className, ImageEntropy.Sampled seen) {
    if (seen.mean() != null && seen.meanNormalized() != null) {
      Value mean = Value.of(seen.mean(), seen.images());
      both(of, className, "imageEntropyStandardizedMean", mean, seen.meanNormalized());
    }
  }

  private void units(Subject of, String className, UnitStatistics seen, long images) {
    float[] means = seen.meanActivation();
    if (means != null) {
      for (int u = 0; u < means.length; u++) {
        unit(of, className, Statistic.of("meanActivation", "activation"), u, means[u], images);
      }
    }
    float[] pattern = seen.pattern();
    if (pattern != null) {
      for (int u = 0; u < pattern.length; u++) {
        unit(of, className, Statistic.of("pattern", "share"), u, pattern[u], images);
      }
    }
    long[] wins = seen.wins();
    if (wins != null) {
      for (int u = 0; u < wins.length; u++) {
        unit(of, className, Statistic.of("wins", "images"), u, wins[u], images);
      }
    }
  }

  private void unit(
      Subject of, String className, Statistic what, int unit, Number value, long images) {
    add(of, className, what, Integer.toString(unit), Value.of(value, images));
  }
}
