package io.entroscope.data.format.text;

import io.entroscope.data.DataException;
import io.entroscope.data.NearestNames;
import io.entroscope.data.TextReading;
import io.entroscope.data.format.internal.UsualNames;
import io.entroscope.setting.Setting;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The texts of a file and their labels: its columns of usual names, or those that were asked for,
 * or of the first two the one of longer cells as text and the other as label.
 *
 * @param rows of the file
 * @param first the row of the first text: 1 where the first holds names
 * @param text the column of texts
 * @param label that of labels; −1: there is none
 * @param guessed whether no name said which column is which
 */
record TextTable(TextRows rows, int first, int text, int label, boolean guessed) {
  /**
   * Reads a file.
   *
   * @throws DataException if it is none of texts, or lacks a column that was asked for
   */
  static TextTable read(Path file, TextReading reading) {
    return of(TextRows.read(file), reading);
  }

  /** Reads rows that something else than a text file held. */
  static TextTable of(TextRows rows, TextReading reading) {
    Path file = rows.file();
    List<String> names = rows.names();
    boolean header = rows.named() || isHeader(rows, reading);
    int first = header && !rows.named() ? 1 : 0;
    if (rows.cells().size() <= first) {
      throw new DataException(file + " holds names of columns alone; give texts below them");
    }
    int text = chosen(reading.text(), names, header, Setting.TEXT_COLUMN, file);
    int label = chosen(reading.label(), names, header, Setting.LABEL_COLUMN, file);
    text = text < 0 && header ? usual(UsualNames.TEXTS, names, label) : text;
    label = label < 0 && header ? usual(UsualNames.LABELS, names, text) : label;
    boolean guessed = text < 0;
    if (text < 0) {
      text = longer(rows, first, label);
    }
    if (label < 0 && guessed && names.size() > 1) {
      label = text == 0 ? 1 : 0;
    } else if (label < 0 && names.size() == 2) {
      label = 1 - text;
    }
    return new TextTable(rows, first, text, label, guessed);
  }

  /** Whether the first row holds names: a usual one, or none that is a label further down. */
  private static boolean isHeader(TextRows rows, TextReading reading) {
    List<String> names = rows.names();
    for (String name : names) {
      String lower = name.toLowerCase(Locale.ROOT);
      if (UsualNames.TEXTS.contains(lower)
          || UsualNames.LABELS.contains(lower)
          || name.equals(reading.text())
          || name.equals(reading.label())) {
        return true;
      }
    }
    if (names.size() < 2 || rows.cells().size() == 1) {
      return false;
    }
    Set<String> below = new HashSet<>();
    for (@Nullable String[] row : rows.cells().subList(1, rows.cells().size())) {
      for (int column = 0; column < Math.min(2, row.length); column++) {
        String cell = row[column];
        below.add(cell == null ? "" : cell.strip());
      }
    }
    return !below.contains(names.get(0)) && !below.contains(names.get(1));
  }

  private static int chosen(
      @Nullable String asked, List<String> names, boolean header, Setting by, Path file) {
    if (asked == null) {
      return -1;
    }
    int named = header ? names.indexOf(asked) : -1;
    if (named >= 0) {
      return named;
    }
    if (asked.matches("\\d{1,4}")
        && Integer.parseInt(asked) >= 1
        && Integer.parseInt(asked) <= names.size()) {
      return Integer.parseInt(asked) - 1;
    }
    throw new DataException(
        by
            + " names '"
            + asked
            + "', which is no column of "
            + file
            + (header
                ? NearestNames.hint(asked, names)
                : "; its columns have no names, give a number from 1 to " + names.size()));
  }

  private static int usual(List<String> usual, List<String> names, int taken) {
    for (String name : usual) {
      for (int column = 0; column < names.size(); column++) {
        if (column != taken && names.get(column).equalsIgnoreCase(name)) {
          return column;
        }
      }
    }
    return -1;
  }

  /** Of the first two columns the one whose cells are longer. */
  private static int longer(TextRows rows, int first, int label) {
    long[] characters = new long[2];
    for (@Nullable String[] row : rows.cells().subList(first, rows.cells().size())) {
      for (int column = 0; column < Math.min(2, row.length); column++) {
        String cell = row[column];
        characters[column] += cell == null ? 0 : cell.length();
      }
    }
    if (label == 0 || label == 1) {
      return 1 - label;
    }
    return characters[1] > characters[0] ? 1 : 0;
  }

  /** The number of texts. */
  int size() {
    return rows.cells().size() - first;
  }

  /**
   * A text.
   *
   * @throws DataException if its row has none
   */
  String text(int index) {
    return cell(index, text, "text");
  }

  /**
   * A label; empty if there is no column of labels.
   *
   * @throws DataException if there is one, but its row has none
   */
  Optional<String> label(int index) {
    if (label < 0) {
      return Optional.empty();
    }
    String cell = cell(index, label, "label").strip();
    if (cell.isEmpty()) {
      throw lacks(index, "label");
    }
    return Optional.of(cell);
  }

  private String cell(int index, int column, String what) {
    @Nullable String[] row = rows.cells().get(first + index);
    String cell = column < row.length ? row[column] : null;
    if (cell == null) {
      throw lacks(index, what);
    }
    return cell;
  }

  private DataException lacks(int index, String what) {
    return new DataException(
        where(index)
            + " has no "
            + what
            + (what.equals("text") ? name(text) : name(label))
            + "; mend it, or choose the columns with "
            + Setting.TEXT_COLUMN
            + " and "
            + Setting.LABEL_COLUMN);
  }

  private String name(int column) {
    boolean named = (first == 1 || rows.named()) && column < rows.names().size();
    return named ? " ('" + rows.names().get(column) + "')" : " (column " + (column + 1) + ")";
  }

  /** Where a text is, for messages. */
  String where(int index) {
    return rows.where(first + index);
  }

  /** How the columns were understood, where no name says it; empty: one does. */
  List<String> notes() {
    List<String> notes = new ArrayList<>();
    if (guessed && rows.names().size() > 1) {
      notes.add(
          "no column of "
              + rows.file()
              + " has a usual name, so the one of longer cells, number "
              + (text + 1)
              + ", was read as text"
              + (label < 0 ? "" : " and number " + (label + 1) + " as labels")
              + "; "
              + Setting.TEXT_COLUMN
              + " and "
              + Setting.LABEL_COLUMN
              + " say otherwise");
    }
    return notes;
  }
}
