package io.entroscope.data.format.array;

import io.entroscope.data.DataException;
import io.entroscope.data.format.array.ArrayInfo.NumberType;
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

  /** How much of a header a message quotes. */
  private static final int QUOTED = 40;

  /**
   * The type of the values.
   *
   * @throws DataException if it is none that is read
   */
  NumberType type() {
    String code =
        after("descr")
            .flatMap(at -> between(at, '\'', '\''))
            .orElseThrow(
                () ->
                    new DataException(
                        shown + " holds no plain numbers; save one array for each field"));
    Optional<NumberType> type =
        Arrays.stream(NumberType.values()).filter(t -> t.code().equals(code)).findAny();
    if (type.isPresent()) {
      return type.get();
    }
    if (code.contains("O")) {
      throw new DataException(
          shown
              + " holds Python objects (dtype object), which are not read; save an array of"
              + " numbers, with rows of one length");
    }
    if (code.startsWith(">")) {
      throw new DataException(
          shown + " is big endian; convert it with .astype('<" + clipped(code.substring(1)) + "')");
    }
    throw new DataException(
        shown
            + " holds values of type '"
            + clipped(code)
            + "'; convert it with .astype to float32, float64, int64, int32, uint8 or bool");
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
          shown + " is damaged: its shape is (" + clipped(axes) + "); write it again", e);
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

  private static String clipped(String text) {
    return text.length() <= QUOTED ? text : text.substring(0, QUOTED) + "...";
  }

  private DataException lacksField() {
    return new DataException(shown + " is damaged: its header lacks a field; write it again");
  }
}
