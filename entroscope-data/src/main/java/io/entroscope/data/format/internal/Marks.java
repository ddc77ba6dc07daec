package io.entroscope.data.format.internal;

/** The mark that some programs, Excel among them, put before texts in UTF-8. */
public final class Marks {
  public static final char BYTE_ORDER_MARK = '\uFEFF';

  private Marks() {}

  /** A text without the mark. */
  public static String without(String text) {
    return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
  }
}
