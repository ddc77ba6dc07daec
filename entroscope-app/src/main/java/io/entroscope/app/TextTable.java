package io.entroscope.app;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A table in plain text, columns as wide as they need to be. Where that is wider than the terminal,
 * heads are broken into lines at their spaces, then the cells of the widest columns of words.
 */
public final class TextTable {
  private static final String GAP = "  ";

  /** A long name is broken behind one of these. */
  private static final String MARKS = "./_:";

  /** No column of words becomes narrower. */
  private static final int NARROWEST = 8;

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

  /** How many characters wide it is where no line is broken. */
  public int width() {
    return total(natural());
  }

  @Override
  public String toString() {
    return toString(Console.width());
  }

  /** The table within so many characters, as far as its numbers leave room. */
  public String toString(int room) {
    int[] widths = natural();
    if (total(widths) > room) {
      breakHeads(widths, room);
      breakCells(widths, room, true);
      breakCells(widths, room, false);
    }
    StringBuilder text = new StringBuilder();
    lines(text, heads, widths, true);
    rows.forEach(row -> lines(text, row, widths, false));
    return text.toString();
  }

  private int[] natural() {
    int[] widths = new int[heads.length];
    for (int i = 0; i < widths.length; i++) {
      widths[i] = Math.max(heads[i].length(), widest(i));
    }
    return widths;
  }

  private int widest(int column) {
    return rows.stream().mapToInt(row -> row[column].length()).max().orElse(0);
  }

  private static int total(int[] widths) {
    return Arrays.stream(widths).sum() + GAP.length() * (widths.length - 1);
  }

  /** Takes from columns that only their heads make wide, from those with the most to give first. */
  private void breakHeads(int[] widths, int room) {
    while (total(widths) > room) {
      int most = -1;
      for (int i = 0; i < widths.length; i++) {
        if (spare(i, widths) > (most < 0 ? 0 : spare(most, widths))) {
          most = i;
        }
      }
      if (most < 0) {
        return;
      }
      widths[most] -= Math.min(spare(most, widths), total(widths) - room);
    }
  }

  /** How much narrower a column may become before more than its head is broken. */
  private int spare(int column, int[] widths) {
    int word = Arrays.stream(heads[column].split(" ")).mapToInt(String::length).max().orElse(0);
    return widths[column] - Math.max(widest(column), word);
  }

  /** Takes from the widest columns of words, a character at a time; whole words first. */
  private void breakCells(int[] widths, int room, boolean whole) {
    int[] least = new int[widths.length];
    for (int i = 0; i < widths.length; i++) {
      least[i] = whole ? Math.max(NARROWEST, longestWord(i)) : NARROWEST;
    }
    while (total(widths) > room) {
      int widest = -1;
      for (int i = 0; i < widths.length; i++) {
        if (!right[i] && widths[i] > least[i] && (widest < 0 || widths[i] > widths[widest])) {
          widest = i;
        }
      }
      if (widest < 0) {
        return;
      }
      widths[widest]--;
    }
  }

  private int longestWord(int column) {
    return rows.stream()
        .flatMap(row -> Arrays.stream(row[column].split("(?<=[ " + MARKS + "])")))
        .mapToInt(word -> word.strip().length())
        .max()
        .orElse(0);
  }

  private void lines(StringBuilder text, String[] cells, int[] widths, boolean bottom) {
    List<List<String>> broken = new ArrayList<>();
    for (int i = 0; i < cells.length; i++) {
      broken.add(pieces(cells[i], widths[i]));
    }
    int height = broken.stream().mapToInt(List::size).max().orElse(1);
    for (int l = 0; l < height; l++) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < cells.length; i++) {
        List<String> pieces = broken.get(i);
        int piece = bottom ? l - (height - pieces.size()) : l;
        String cell = piece >= 0 && piece < pieces.size() ? pieces.get(piece) : "";
        String padding = " ".repeat(Math.max(0, widths[i] - cell.length()));
        line.append(i == 0 ? "" : GAP).append(right[i] ? padding + cell : cell + padding);
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
  }

  /**
   * A cell in lines: broken at a space, or behind a mark that parts a path, or where it must be.
   */
  static List<String> pieces(String cell, int width) {
    List<String> pieces = new ArrayList<>();
    String rest = cell;
    while (rest.length() > width) {
      int at = rest.lastIndexOf(' ', width);
      if (at <= 0) {
        at = width;
        while (at > 0 && MARKS.indexOf(rest.charAt(at - 1)) < 0) {
          at--;
        }
        at = at > 0 ? at : width;
      }
      pieces.add(rest.substring(0, at).stripTrailing());
      rest = rest.substring(at).stripLeading();
    }
    pieces.add(rest);
    return pieces;
  }
}
