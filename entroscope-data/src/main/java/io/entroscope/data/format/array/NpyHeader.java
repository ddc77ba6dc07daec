package io.entroscope.data.format.array;

import io.entroscope.data.DataException;
import java.util.Arrays;
import java.util.Optional;

/**
 * The three fields of an array's header, a Python dictionary; read in time linear in its length.
 *
 * @param text the dictionary
 * @param shown what messages call the array
 */
record NpyHeader(String text, String shown) {
  /** NumPy's own. */
  private static final int MOST_AXES = 64;

  /**
   * The type of the values.
   *
   * @throws DataException if it is none that is read
   */
  NpyType type() {
    String code =
        after("descr")
            .flatMap(at -> between(at, '\'', '\''))
            .orElseThrow(
                () ->
                    new DataException(
                        shown + " holds no plain numbers; save one array for each field"));
    return NpyType.parse(code, shown);
  }

  /** Whether the first axis varies fastest. */
  boolean isFortranOrder() {
    int at = after("fortran_order").orElseThrow(this::lacksField);
    if (text.startsWith("True", at)) {
      return true;
    }
    if (text.startsWith("False", at)) {
      return false;
    }
    throw lacksField();
  }

  /** The lengths of the axes; none for a single number. */
  long[] shape() {
    String axes = after("shape").flatMap(at -> between(at, '(', ')')).orElseThrow(this::lacksField);
    try {
      long[] shape =
          Arrays.stream(axes.split(",", -1))
              .map(String::strip)
              .filter(axis -> !axis.isEmpty())
              .mapToLong(NpyHeader::axis)
              .toArray();
      if (shape.length > MOST_AXES) {
        throw new NumberFormatException("more axes than NumPy has");
      }
      return shape;
    } catch (NumberFormatException e) {
      throw new DataException(
          shown + " is damaged: its shape is (" + NpyType.clipped(axes) + "); write it again", e);
    }
  }

  private static long axis(String text) {
    // Python 2 wrote long integers with an L.
    long axis = Long.parseLong(text.endsWith("L") ? text.substring(0, text.length() - 1) : text);
    if (axis < 0) {
      throw new NumberFormatException("a negative axis");
    }
    return axis;
  }

  /** Where the value of a field begins. */
  private Optional<Integer> after(String field) {
    String key = "'" + field + "':";
    int at = text.indexOf(key);
    if (at < 0) {
      return Optional.empty();
    }
    at += key.length();
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return Optional.of(at);
  }

  private Optional<String> between(int at, char first, char last) {
    if (at >= text.length() || text.charAt(at) != first) {
      return Optional.empty();
    }
    int end = text.indexOf(last, at + 1);
    return end < 0 ? Optional.empty() : Optional.of(text.substring(at + 1, end));
  }

  private DataException lacksField() {
    return new DataException(shown + " is damaged: its header lacks a field; write it again");
  }
}
