package io.entroscope.app;

import java.util.Locale;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** Reads numbers of a command line: digits and what belongs to them, and nothing infinite. */
final class Numbers {
  private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]+");
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]+)?");

  private Numbers() {}

  /** Makes a command line and its commands read them so. */
  static CommandLine on(CommandLine line) {
    return line.registerConverter(int.class, Numbers::ofInt)
        .registerConverter(Integer.class, Numbers::ofInt)
        .registerConverter(long.class, Numbers::ofLong)
        .registerConverter(Long.class, Numbers::ofLong)
        .registerConverter(double.class, Numbers::ofDouble)
        .registerConverter(Double.class, Numbers::ofDouble);
  }

  private static int ofInt(String text) {
    return (int) whole(text, Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  private static long ofLong(String text) {
    return whole(text, Long.MIN_VALUE, Long.MAX_VALUE);
  }

  private static long whole(String text, long lowest, long highest) {
    if (!WHOLE.matcher(text).matches()) {
      throw new TypeConversionException("'" + text + "' is not a whole number");
    }
    try {
      long value = Long.parseLong(text);
      if (value >= lowest && value <= highest) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Too many digits.
    }
    throw new TypeConversionException(
        String.format(Locale.ROOT, "'%s' is not within %,d to %,d", text, lowest, highest));
  }

  private static double ofDouble(String text) {
    double value = NUMBER.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
    if (Double.isFinite(value)) {
      return value;
    }
    throw new TypeConversionException("'" + text + "' is not a number, or too large for one");
  }
}
