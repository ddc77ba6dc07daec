package io.entroscope.app;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.Writer;

/**
 * Writes what a terminal would obey, or show in another order, as the escape that Java and JSON
 * have for it: names in files may hold anything. A carriage return passes where a piece of text
 * begins with it, as those of progress bars do.
 */
final class HarmlessWriter extends FilterWriter {
  HarmlessWriter(Writer out) {
    super(out);
  }

  /** Whether a terminal would do something else than to show the character in its place. */
  static boolean isHarmful(char c) {
    return (Character.isISOControl(c) && c != '\n' && c != '\t')
        || c == '\u061C'
        || (c >= '\u200E' && c <= '\u200F')
        || (c >= '\u2028' && c <= '\u202E')
        || (c >= '\u2066' && c <= '\u2069');
  }

  @Override
  public void write(int c) throws IOException {
    write(String.valueOf((char) c), 0, 1);
  }

  @Override
  public void write(char[] text, int from, int count) throws IOException {
    write(new String(text, from, count), 0, count);
  }

  @Override
  public void write(String text, int from, int count) throws IOException {
    StringBuilder harmless = new StringBuilder(count + 16);
    for (int i = from; i < from + count; i++) {
      char c = text.charAt(i);
      if (isHarmful(c) && !(c == '\r' && (i == from || i == from + count - 1))) {
        harmless.append(String.format("\\u%04x", (int) c));
      } else {
        harmless.append(c);
      }
    }
    out.write(harmless.toString());
  }
}
