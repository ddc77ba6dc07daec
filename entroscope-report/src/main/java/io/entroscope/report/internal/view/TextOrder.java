package io.entroscope.report.internal.view;

/**
 * The characters that show what follows them in another order, even beyond the text they are in.
 */
public final class TextOrder {
  private TextOrder() {}

  /** Whether a character is an embedding, an override or an isolate, or the end of one. */
  public static boolean isTurnedBy(int c) {
    return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
  }
}
