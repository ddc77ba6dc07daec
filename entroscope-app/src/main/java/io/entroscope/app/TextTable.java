package io.entroscope.app;

import java.util.ArrayList;
import java.util.List;

/** A table in plain text, columns as wide as they need to be. */
public final class TextTable {
  private final String[] heads;
  private final boolean[] right;
  private final List<String[]> rows = new ArrayList<>();

  /** Columns with these heads; a leading {@code >} aligns a column to the right. */
  public TextTable(String... columns) {
    heads = new String[columns.length];
    right = new boolean[columns.length];
    for (int i = 0; i < columns.length; i++) {
      right[i] = columns[i].startsWith(">");
      heads[i] = right[i] ? columns[i].substring(1) : columns[i];
    }
  }

  public void row(String... cells) {
    if (cells.length != heads.length) {
      throw new IllegalArgumentException(cells.length + " cells for " + heads.length + " columns");
    }
    rows.add(cells);
  }

  @Override
  public String toString() {
    int[] widths = new int[heads.length];
    for (int i = 0; i < widths.length; i++) {
      widths[i] = heads[i].length();
      for (String[] row : rows) {
        widths[i] = Math.max(widths[i], row[i].length());
      }
    }
    StringBuilder text = new StringBuilder();
    line(text, heads, widths);
    rows.forEach(row -> line(text, row, widths));
    return text.toString();
  }

  private void line(StringBuilder text, String[] cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < cells.length; i++) {
      String padding = " ".repeat(widths[i] - cells[i].length());
      line.append(i == 0 ? "" : "  ");
      line.append(right[i] ? padding + cells[i] : cells[i] + padding);
    }
    text.append(line.toString().stripTrailing()).append('\n');
  }
}
