package io.entroscope.report.internal.table;

import io.entroscope.report.internal.table.Row.Statistic;
import io.entroscope.report.internal.table.Row.Subject;
import io.entroscope.report.internal.table.Row.Value;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.TrainingHistory;
import io.entroscope.result.TrainingHistory.Change;
import io.entroscope.result.TrainingHistory.Epoch;
import io.entroscope.result.TrainingHistory.Information;
import io.entroscope.result.layer.LayerResult;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The rows of an analysis after every epoch; the index of each is {@code epoch E}. */
final class TrainingRows {
  private final AnalysisResult result;
  private final TrainingHistory history;
  private final Consumer<Row> into;

  private TrainingRows(AnalysisResult result, TrainingHistory history, Consumer<Row> into) {
    this.result = result;
    this.history = history;
    this.into = into;
  }

  static void of(AnalysisResult result, Consumer<Row> into) {
    TrainingHistory history = result.training();
    if (history != null) {
      TrainingRows rows = new TrainingRows(result, history, into);
      history.epochs().forEach(rows::epoch);
    }
  }

  private void epoch(Epoch epoch) {
    String index = index(epoch.epoch());
    if (epoch.trainingLoss() != null) {
      network("trainingLoss", "nats", index, epoch.trainingLoss(), null);
    }
    if (epoch.accuracy() != null) {
      network("trainingAccuracy", "share", index, epoch.accuracy(), history.images());
    }
    if (epoch.sincePrevious() != null) {
      epoch.sincePrevious().forEach(change -> change(change, index));
    }
    for (int l = 0; l < history.layers().size(); l++) {
      Subject of = subject(history.layers().get(l));
      classes(of, "trainingPatternEntropyNormalized", index, epoch.patternEntropyNormalized()[l]);
      double[][] standardized = epoch.patternEntropyStandardizedNormalized();
      if (standardized != null) {
        classes(of, "trainingPatternEntropyStandardizedNormalized", index, standardized[l]);
      }
      information(of, index, epoch.information(), l);
    }
  }

  /** Since the epoch before, in pairs of the same images. */
  private void change(Change change, String index) {
    Value value = new Value(change.change(), null, change.interval(), history.images());
    if (change.layer() == null) {
      Statistic what = Statistic.of("trainingAccuracyChange", "share");
      into.accept(new Row(Subject.NETWORK, Row.ALL, what, index, value));
      if (change.mcNemar() != null) {
        network(
            "trainingAccuracyChangeMcNemar",
            "probability",
            index,
            change.mcNemar(),
            history.images());
      }
    } else {
      Statistic what =
          new Statistic(
              "trainingPatternEntropyNormalizedChange", "1", LayerRows.normalizer(result));
      into.accept(new Row(subject(change.layer()), Row.MEAN, what, index, value));
    }
  }

  private static String index(double epoch) {
    return "epoch " + (epoch == Math.rint(epoch) ? Long.toString((long) epoch) : "" + epoch);
  }

  private Subject subject(String name) {
    return result.layers().stream()
        .filter(layer -> layer.name().equals(name))
        .findFirst()
        .map((LayerResult layer) -> ResultTable.subject(layer, layer.observation().at()))
        .orElseGet(() -> new Subject(name, null, "", null, ""));
  }

  private void network(
      String name, String unit, String index, double value, @Nullable Long images) {
    into.accept(
        new Row(
            Subject.NETWORK, Row.ALL, Statistic.of(name, unit), index, Value.of(value, images)));
  }

  private void classes(Subject of, String name, String index, double[] values) {
    Statistic what = new Statistic(name, "1", LayerRows.normalizer(result));
    List<String> classes = result.data().classes();
    for (int c = 0; c < Math.min(values.length, classes.size()); c++) {
      into.accept(new Row(of, classes.get(c), what, index, Value.of(values[c], null)));
    }
  }

  private void information(Subject of, String index, @Nullable Information seen, int l) {
    if (seen != null) {
      nats(of, "trainingInputInformationBinned", index, seen.inputBinned()[l], seen.images());
      nats(of, "trainingLabelInformationBinned", index, seen.labelsBinned()[l], seen.images());
      nats(of, "trainingInputInformationPairwise", index, seen.inputPairwise()[l], seen.images());
      nats(of, "trainingLabelInformationPairwise", index, seen.labelsPairwise()[l], seen.images());
    }
  }

  private void nats(Subject of, String name, String index, double value, long images) {
    into.accept(new Row(of, Row.ALL, Statistic.of(name, "nats"), index, Value.of(value, images)));
  }
}
