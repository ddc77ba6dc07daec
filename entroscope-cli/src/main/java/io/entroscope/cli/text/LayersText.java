package io.entroscope.cli.text;

import io.entroscope.app.TextTable;
import io.entroscope.core.plan.LayerList.Row;
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
    TextTable table =
        new TextTable(
            "layer",
            "kind",
            "shape",
            ">units",
            ">parameters",
            "activation",
            "observable at",
            "node");
    for (Row row : rows) {
      table.row(
          row.name(),
          row.kind(),
          row.shape().stream()
              .map(axis -> axis < 0 ? "?" : axis.toString())
              .collect(Collectors.joining(", ", "[", "]")),
          Integer.toString(row.units()),
          String.format(Locale.ROOT, "%,d", row.parameters()),
          row.activation() == null ? "none" : row.activation(),
          row.preactivation() ? "output, preactivation" : "output",
          row.node());
    }
    return table + others.map(text -> "not looked into: " + text + "\n").orElse("");
  }
}
