package io.entroscope.data.column;

import java.util.List;

/**
 * A column of a table, or a field of one that is a structure, down to single values.
 *
 * @param path the column's name, and of fields the names down to this one
 * @param kind of its values
 * @param repeated whether a row may have several, as a list
 */
public record Leaf(List<String> path, Kind kind, boolean repeated) {
  /** What values are. */
  public enum Kind {
    BYTES,
    TEXT,
    WHOLE,
    FLOAT,
    DOUBLE,
    TRUTH,
    /** Dates, decimals and all else that no model takes. */
    OTHER;

    /** Whether values are numbers, or 0 and 1 for truth. */
    public boolean isNumber() {
      return this == WHOLE || this == FLOAT || this == DOUBLE || this == TRUTH;
    }
  }

  public Leaf {
    path = List.copyOf(path);
  }

  /** The name of the column that it is, or is in. */
  public String column() {
    return path.get(0);
  }

  /** Whether it is a column by itself, or the elements of one. */
  public boolean isColumn() {
    return path.size() == 1 || repeated;
  }
}
