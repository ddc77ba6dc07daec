package io.entroscope.data.format.array;

import io.entroscope.data.DataException;
import io.entroscope.data.format.array.ArrayInfo.NumberType;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the values of an array are: numbers, or text of a fixed width that zeros fill up.
 *
 * @param number the type of numbers; empty: text
 * @param width the bytes of one value
 * @param bigEndian whether the highest byte comes first
 * @param unicode of text: whether a character takes four bytes, UTF-32, rather than one
 */
record NpyType(Optional<NumberType> number, int width, boolean bigEndian, boolean unicode) {
  /** How much of a header a message quotes. */
  private static final int QUOTED = 40;

  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
  private static final Pattern TEXT = Pattern.compile("[<>|=]?([US])(\\d{1,9})");
  private static final int UTF_32 = 4;

  /**
   * The type that a header names.
   *
   * @param code as NumPy writes it: byte order, kind, bytes or characters
   * @param shown what messages call the array
   * @throws DataException if it is none that is read
   */
  static NpyType parse(String code, String shown) {
    Matcher text = TEXT.matcher(code);
    if (text.matches()) {
      boolean unicode = text.group(1).equals("U");
      long width = Long.parseLong(text.group(2)) * (unicode ? UTF_32 : 1);
      return new NpyType(
          Optional.empty(),
          (int) Math.min(width, Integer.MAX_VALUE),
          code.startsWith(">"),
          unicode);
    }
    Optional<NumberType> number =
        code.isEmpty() ? Optional.empty() : NumberType.of(code.substring(1));
    if (number.isPresent() && "<>|=".indexOf(code.charAt(0)) >= 0) {
      return new NpyType(number, number.get().width(), code.startsWith(">"), false);
    }
    if (code.contains("O")) {
      throw new DataException(
          shown
              + " holds Python objects (dtype object), which are not read; save an array of"
              + " numbers, with rows of one length, or of text, with .astype(str)");
    }
    throw new DataException(
        shown
            + " holds values of type '"
            + clipped(code)
            + "'; convert it with .astype to a type of integers or floats, or bool");
  }

  /** The beginning of what a header says, in one line whatever it holds. */
  static String clipped(String text) {
    String shown = text.length() <= QUOTED ? text : text.substring(0, QUOTED) + "...";
    return CONTROL.matcher(shown).replaceAll("?");
  }

  /** For a person: {@code int64} or {@code text}. */
  String id() {
    return number.map(NumberType::id).orElse("text");
  }
}
