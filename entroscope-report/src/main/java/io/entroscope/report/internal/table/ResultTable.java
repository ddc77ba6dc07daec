package io.entroscope.report.internal.table;

import io.entroscope.report.internal.table.Row.Subject;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.Interval;
import io.entroscope.result.layer.LayerResult;
import io.entroscope.table.Column;
import io.entroscope.table.Table;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** All numbers of a result, one to a row, with unit, normaliser, error, interval and N. */
public final class ResultTable {
  /** The name of its file, without the ending. */
  public static final String NAME = "result";

  private ResultTable() {}

  /**
   * The table of a result.
   *
   * @param model what the first column calls the network, so that tables can be put together
   */
  public static Table<?> of(AnalysisResult result, String model) {
    return new Table<>(NAME, columns(model), into -> rows(result, into));
  }

  private static List<Column<Row>> columns(String model) {
    return List.of(
        Column.text("model", row -> model),
        Column.text("layer", row -> row.of().layer()),
        Column.integer("depth", row -> whole(row.of().depth())),
        Column.text("kind", row -> row.of().kind()),
        Column.integer("units", row -> whole(row.of().units())),
        Column.text("at", row -> row.of().at()),
        Column.text("class", Row::className),
        Column.text("statistic", row -> row.statistic().name()),
        Column.text("index", Row::index),
        Column.real("value", row -> row.value().value()),
        Column.real("standard_error", row -> row.value().error()),
        Column.real("low95", row -> bound(row, Interval::low)),
        Column.real("high95", row -> bound(row, Interval::high)),
        Column.integer("n", row -> row.value().images()),
        Column.text("unit", row -> row.statistic().unit()),
        Column.text("normalizer", row -> row.statistic().normalizer()));
  }

  private static @Nullable Long whole(@Nullable Integer number) {
    return number == null ? null : number.longValue();
  }

  private static @Nullable Number bound(Row row, ToDoubleFunction<Interval> end) {
    Interval interval = row.value().interval();
    return interval == null ? null : end.applyAsDouble(interval);
  }

  private static void rows(AnalysisResult result, Consumer<Row> into) {
    NetworkRows.of(result, into);
    for (LayerResult layer : result.layers()) {
      LayerRows rows = new LayerRows(result, layer, into);
      rows.outputs();
      rows.preactivations();
    }
    TrainingRows.of(result, into);
  }

  /** A layer, observed on one side of its activation function. */
  static Subject subject(LayerResult layer, String at) {
    return new Subject(layer.name(), layer.facts().depth(), layer.kind(), layer.units(), at);
  }
}
