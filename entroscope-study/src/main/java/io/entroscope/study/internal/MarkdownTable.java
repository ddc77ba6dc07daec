package io.entroscope.study.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A table in Markdown whose columns stand below each other in plain text as well. */
public final class MarkdownTable {
  private final List<String[]> rows = new ArrayList<>();

  /** A table with these heads. */
  public MarkdownTable(String... heads) {
    rows.add(heads);
  }

  /** Adds a row of as many cells. */
  public MarkdownTable row(String... cells) {
    if (cells.length != rows.get(0).length) {
      throw new IllegalArgumentException(
          cells.length + " cells for " + rows.get(0).length + " columns");
    }
    rows.add(Arrays.stream(cells).map(MarkdownTable::cell).toArray(String[]::new));
    return this;
  }

  /** Names come from files, and may hold what ends a cell or a line, or turns the text round. */
  private static String cell(String text) {
    StringBuilder cell = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
        cell.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        cell.append(c == '|' ? "\\|" : String.valueOf(c));
      }
    }
    return cell.toString();
  }

  @Override
  public String toString() {
    int[] widths = new int[rows.get(0).length];
    for (String[] row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row[i].length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (int r = 0; r < rows.size(); r++) {
      line(text, rows.get(r), widths);
      if (r == 0) {
        text.append('|');
        for (int width : widths) {
          text.append('-').append("-".repeat(width)).append("-|");
        }
        text.append('\n');
      }
    }
    return text.toString();
  }

  private static void line(StringBuilder text, String[] cells, int[] widths) {
    text.append('|');
    for (int i = 0; i < cells.length; i++) {
      text.append(' ').append(cells[i]).append(" ".repeat(widths[i] - cells[i].length()));
      text.append(" |");
    }
    text.append('\n');
  }
}
