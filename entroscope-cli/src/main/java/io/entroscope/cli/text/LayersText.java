package io.entroscope.cli.text;

import io.entroscope.app.Console;
import io.entroscope.app.ResultText;
import io.entroscope.app.TextTable;
import io.entroscope.core.plan.LayerList.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The layers of a model, as text for a terminal. */
public final class LayersText {
  private LayersText() {}

  /**
   * The layers, and what else holds weights.
   *
   * @param others the nodes that hold weights and are no layers; empty if there are none
   */
  public static String of(List<Row> rows, Optional<String> others) {
    TextTable whole = table(rows, true);
    boolean fits = whole.width() <= Console.width();
    return (fits ? whole : table(rows, false))
        + ResultText.wrapped(
            "at: ",
            "where it can be observed: the output of its activation function, or both sides of it"
                + (fits ? "" : "; --json names the nodes, too"))
        + others.map(text -> ResultText.wrapped("not looked into: ", text)).orElse("");
  }

  /** The table; where there is little room, without what JSON has as well. */
  private static TextTable table(List<Row> rows, boolean nodes) {
    List<String> heads =
        new ArrayList<>(
            List.of("layer", "kind", "shape", ">units", ">parameters", "activation", "at"));
    if (nodes) {
      heads.add("node");
    }
    TextTable table = new TextTable(heads.toArray(String[]::new));
    for (Row row : rows) {
      List<String> cells =
          new ArrayList<>(
              List.of(
                  row.name(),
                  row.kind(),
                  shape(row),
                  Integer.toString(row.units()),
                  String.format(Locale.ROOT, "%,d", row.parameters()),
                  row.activation() == null ? "none" : row.activation(),
                  row.preactivation() ? "both" : "output"));
      if (nodes) {
        cells.add(row.node());
      }
      table.row(cells.toArray(String[]::new));
    }
    return table;
  }

  private static String shape(Row row) {
    return row.shape().stream()
        .map(axis -> axis < 0 ? "?" : axis.toString())
        .collect(Collectors.joining(",", "[", "]"));
  }
}
