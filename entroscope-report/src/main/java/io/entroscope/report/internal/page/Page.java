package io.entroscope.report.internal.page;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Frames of pages being filled; all carry the same style and scripts. */
public final class Page {
  private static final Pattern SLOT = Pattern.compile("\\{\\{(\\w+)}}");

  private Page() {}

  /**
   * A whole page. Only the script that is put in here runs in it: the page's policy names its hash.
   *
   * @param frame HTML with places such as {@code {{title}}}
   * @param slots what goes there, as HTML
   */
  public static String html(String frame, Map<String, String> slots) {
    return html(frame, Assets.drawing() + Assets.page(), slots);
  }

  /** A whole page with a script of its own. */
  public static String html(String frame, String script, Map<String, String> slots) {
    StringBuilder out = new StringBuilder();
    Matcher matcher = SLOT.matcher(frame);
    int from = 0;
    while (matcher.find()) {
      String name = matcher.group(1);
      String value =
          switch (name) {
            case "script" -> script;
            case "scriptHash" -> "sha256-" + sha256(script);
            case "style" -> Assets.style();
            default -> slots.get(name);
          };
      if (value == null) {
        throw new IllegalStateException("the page has no text for " + name);
      }
      out.append(frame, from, matcher.start()).append(value);
      from = matcher.end();
    }
    return out.append(frame.substring(from)).toString();
  }

  private static String sha256(String script) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
