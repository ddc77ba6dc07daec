package io.entroscope.report.internal.page;

import io.entroscope.report.internal.view.TextOrder;

/** Text as HTML: what comes out holds no markup, whatever went in. */
public final class Html {
  private Html() {}

  /**
   * The text with everything escaped that could end or begin markup, in content or an attribute.
   */
  public static String text(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.appendCodePoint(isAllowed(c) ? c : 0xFFFD);
              }
            });
    return out.toString();
  }

  private static boolean isAllowed(int c) {
    return c == '\t'
        || c == '\n'
        || (c >= 0x20 && c < 0x7F)
        || (c > 0x9F && c < 0xD800 && !TextOrder.isTurnedBy(c))
        || (c > 0xDFFF && c != 0xFFFE && c != 0xFFFF);
  }
}
