package io.entroscope.report.internal.table;

import io.entroscope.report.internal.table.Row.Statistic;
import io.entroscope.report.internal.table.Row.Subject;
import io.entroscope.report.internal.table.Row.Value;
import io.entroscope.result.StatisticDescription;
import io.entroscope.result.layer.ClassIndicators;
import io.entroscope.result.layer.LayerIndicators;
import io.entroscope.result.layer.Spectrum;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The rows of what else layers are judged by. */
final class IndicatorRows {
  private static final String NATS = "nats";
  private static final String LOG_N = "log n";

  private final Subject of;
  private final List<StatisticDescription> described;
  private final Consumer<Row> into;

  IndicatorRows(Subject of, List<StatisticDescription> described, Consumer<Row> into) {
    this.of = of;
    this.described = described;
    this.into = into;
  }

  /** Of a layer. */
  void of(LayerIndicators seen) {
    long images = seen.images();
    spectrum(Row.ALL, seen.spectrum());
    add("onOffEntropy", "bits", "", seen.onOffEntropy().value(), images);
    add("onOffEntropyWithinClasses", "bits", "", seen.onOffEntropy().withinClasses(), images);
    add("winnerEntropy", NATS, "", seen.winnerEntropy().value(), images);
    add("winnerEntropyNormalized", "1", LOG_N, seen.winnerEntropy().normalized(), images);
    add("labelInformation", NATS, "", seen.labelInformation().value(), images);
    add("labelInformationMax", NATS, "", seen.labelInformation().max(), images);
    add("patternDivergence", NATS, "", seen.patternDivergence().value(), images);
    add("patternDivergenceNormalized", "1", "log C", seen.patternDivergence().normalized(), images);
    add("dormant", "share", "", seen.dormant(), images);
    renyi(seen.sampled().renyi());
    probe(seen.sampled().probe());
    previous(seen.sampled().fromPrevious());
    if (seen.statistics() != null) {
      seen.statistics()
          .forEach(
              (name, one) ->
                  add(
                      Row.ALL,
                      Statistic.of(name, NetworkRows.unit(described, name)),
                      "",
                      new Value(one.value(), null, one.interval(), one.images())));
    }
  }

  /** Of a class in a layer. */
  void of(String className, ClassIndicators seen, long images) {
    if (seen.spectrum() != null) {
      spectrum(className, seen.spectrum());
    }
    Statistic onOff = Statistic.of("onOffEntropy", "bits");
    add(className, onOff, "", Value.of(seen.onOffEntropy(), images));
    Statistic winner = Statistic.of("winnerEntropy", NATS);
    add(className, winner, "", Value.of(seen.winnerEntropy(), images));
    Statistic normalized = new Statistic("winnerEntropyNormalized", "1", LOG_N);
    add(className, normalized, "", Value.of(seen.winnerEntropyNormalized(), images));
  }

  private void spectrum(String className, Spectrum seen) {
    long images = seen.images();
    directions(className, "trace", "activation²", seen.trace(), images);
    directions(className, "largestEigenvalue", "activation²", seen.largest(), images);
    directions(className, "effectiveRank", "directions", seen.effectiveRank(), images);
    directions(className, "participationRatio", "directions", seen.participationRatio(), images);
    directions(className, "dim99", "directions", seen.dim99(), images);
    add(
        className,
        new Statistic("saturation99", "share", "n"),
        "",
        Value.of(seen.saturation99(), images));
    double[] eigenvalues = seen.eigenvalues();
    for (int k = 0; eigenvalues != null && k < eigenvalues.length; k++) {
      Statistic what = Statistic.of("eigenvalue", "activation²");
      add(className, what, Integer.toString(k + 1), Value.of(eigenvalues[k], images));
    }
  }

  private void directions(String className, String name, String unit, Number value, long images) {
    add(className, Statistic.of(name, unit), "", Value.of(value, images));
  }

  private void renyi(LayerIndicators.@Nullable Renyi seen) {
    if (seen != null) {
      add("renyiEntropy", NATS, "", seen.entropy(), seen.images());
      add("renyiEntropyNormalized", "1", "log N", seen.normalized(), seen.images());
    }
  }

  private void probe(LayerIndicators.@Nullable Probe seen) {
    if (seen != null) {
      add(
          Row.ALL,
          Statistic.of("probeAccuracy", "share"),
          "",
          new Value(seen.accuracy(), null, seen.interval(), seen.images()));
    }
  }

  private void previous(LayerIndicators.@Nullable FromPrevious seen) {
    if (seen == null) {
      return;
    }
    String from = "from " + seen.layer();
    if (seen.cka() != null) {
      Statistic what = Statistic.of("cka", "1");
      add(Row.ALL, what, from, Value.of(seen.cka(), (long) seen.images()));
    }
    if (seen.angularDistance() != null) {
      Statistic what = new Statistic("angularDistance", "1", "π");
      add(Row.ALL, what, from, Value.of(seen.angularDistance(), (long) seen.images()));
    }
  }

  private void add(String name, String unit, String normalizer, Number value, long images) {
    add(Row.ALL, new Statistic(name, unit, normalizer), "", Value.of(value, images));
  }

  private void add(String className, Statistic what, String index, Value value) {
    into.accept(new Row(of, className, what, index, value));
  }
}
