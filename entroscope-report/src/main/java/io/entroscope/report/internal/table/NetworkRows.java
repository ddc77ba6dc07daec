package io.entroscope.report.internal.table;

import io.entroscope.report.internal.table.Row.Statistic;
import io.entroscope.report.internal.table.Row.Subject;
import io.entroscope.report.internal.table.Row.Value;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.Interval;
import io.entroscope.result.StatisticDescription;
import io.entroscope.result.Verdict;
import io.entroscope.result.block.BlockAnalysis;
import io.entroscope.result.block.BlockResult;
import io.entroscope.result.block.BlockValue;
import io.entroscope.result.block.StreamSimilarity;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The rows of what belongs to no single layer: predictions, the steps of curves, blocks. */
final class NetworkRows {
  private final AnalysisResult result;
  private final Consumer<Row> into;

  private NetworkRows(AnalysisResult result, Consumer<Row> into) {
    this.result = result;
    this.into = into;
  }

  static void of(AnalysisResult result, Consumer<Row> into) {
    NetworkRows rows = new NetworkRows(result, into);
    rows.predictions();
    rows.verdict();
    rows.blocks();
  }

  private void predictions() {
    long images = result.data().images();
    if (result.isJudged()) {
      add(Row.ALL, "accuracy", "share", "", result.accuracy(), result.accuracyInterval(), images);
    }
    Double confidence = result.predictions().meanConfidence();
    if (confidence != null) {
      add(Row.ALL, "meanConfidence", "share", "", confidence, null, images);
    }
    List<String> classes = result.data().classes();
    long[][] confusion = result.isJudged() ? result.confusion() : new long[0][];
    for (int c = 0; c < confusion.length; c++) {
      for (int predicted = 0; predicted < confusion[c].length; predicted++) {
        String name = predicted < classes.size() ? classes.get(predicted) : "other";
        long of = result.data().classImages().get(c);
        add(classes.get(c), "confusion", "images", name, confusion[c][predicted], null, of);
      }
    }
  }

  private void add(
      String className,
      String statistic,
      String unit,
      String index,
      Number value,
      @Nullable Interval interval,
      long images) {
    into.accept(
        new Row(
            Subject.NETWORK,
            className,
            Statistic.of(statistic, unit),
            index,
            new Value(value, null, interval, images)));
  }

  private void verdict() {
    Verdict verdict = result.verdict();
    if (verdict == null) {
      return;
    }
    steps(verdict.average(), verdict.classes(), "patternEntropyNormalizedStep");
    if (verdict.standardized() != null) {
      steps(
          verdict.standardized().average(),
          verdict.standardized().classes(),
          "patternEntropyStandardizedNormalizedStep");
    }
    if (verdict.image() != null) {
      steps(verdict.image().average(), verdict.image().classes(), "imageEntropyMeanNormalizedStep");
    }
  }

  private void steps(Verdict.Curve average, List<Verdict.Curve> classes, String name) {
    steps(average, Row.MEAN, name);
    classes.forEach(curve -> steps(curve, curve.className(), name));
  }

  private void steps(Verdict.Curve curve, String className, String name) {
    Statistic statistic = new Statistic(name, "1", LayerRows.normalizer(result));
    for (Verdict.Step step : curve.steps()) {
      result.layers().stream()
          .filter(layer -> layer.name().equals(step.to()))
          .forEach(
              layer ->
                  into.accept(
                      new Row(
                          ResultTable.subject(layer, layer.observation().at()),
                          className,
                          statistic,
                          "from " + step.from(),
                          new Value(step.change(), null, step.interval(), null))));
    }
  }

  private void blocks() {
    BlockAnalysis blocks = result.blocks();
    if (blocks == null) {
      return;
    }
    for (BlockResult block : blocks.list()) {
      Subject subject = new Subject(block.name(), null, "block: " + block.kind(), null, "");
      for (Map.Entry<String, BlockValue> one : block.statistics().entrySet()) {
        BlockValue value = one.getValue();
        into.accept(
            new Row(
                subject,
                Row.ALL,
                Statistic.of(one.getKey(), unit(blocks.statistics(), one.getKey())),
                "",
                new Value(
                    value.value(),
                    value.standardError(),
                    value.interval(),
                    value.examples() == null ? Long.valueOf(value.rows()) : value.examples())));
      }
    }
    StreamSimilarity similarity = blocks.similarity();
    if (similarity != null) {
      similarity(similarity);
    }
  }

  private void similarity(StreamSimilarity of) {
    for (int a = 0; a < of.layers().size(); a++) {
      for (int b = 0; b < of.layers().size(); b++) {
        into.accept(
            new Row(
                new Subject(of.layers().get(a), null, "block", null, "output"),
                Row.ALL,
                Statistic.of("streamSimilarity", "1"),
                "to " + of.layers().get(b),
                Value.of(of.cka()[a][b], of.images())));
      }
    }
  }

  /** The unit of a statistic that a result describes. */
  static String unit(List<StatisticDescription> described, String name) {
    return described.stream()
        .filter(one -> one.name().equals(name) && !one.unit().isEmpty())
        .map(StatisticDescription::unit)
        .findFirst()
        .orElse("1");
  }
}
