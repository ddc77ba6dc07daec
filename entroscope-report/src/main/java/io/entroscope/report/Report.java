package io.entroscope.report;

import io.entroscope.result.AnalysisResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The interactive page of a result: one HTML file that opens from a disk and makes no network
 * request.
 */
public final class Report {
  private static final Pattern SLOT = Pattern.compile("\\{\\{(\\w+)}}");

  private Report() {}

  /**
   * Writes the page, whole or not at all.
   *
   * @param result what to show
   * @param html the file to write; its directory is made if there is none
   * @throws ReportException if the file cannot be written
   */
  public static void write(AnalysisResult result, Path html) {
    Output.write(html, html(result).getBytes(StandardCharsets.UTF_8));
  }

  /** The page of a result as text: the same for the same result, always. */
  public static String html(AnalysisResult result) {
    PageText text = new PageText(result);
    Thinning thinning = Thinning.of(result);
    String script = Assets.drawing() + Assets.page();
    Map<String, String> slots = new LinkedHashMap<>();
    slots.put("title", text.model() + ": entropy by depth");
    slots.put("scriptHash", "sha256-" + sha256(script));
    slots.put("style", Assets.style());
    slots.put("model", text.model());
    slots.put("facts", text.facts());
    slots.put("accuracy", text.accuracy());
    slots.put("verdict", text.verdict());
    slots.put("caveats", text.caveats());
    slots.put("layers", text.layers());
    slots.put("notes", text.notes());
    slots.put("settings", text.settings());
    slots.put("thinned", PageText.thinned(thinning));
    slots.put("footer", text.footer());
    slots.put("view", ResultView.of(result, thinning));
    slots.put("script", script);
    return fill(Assets.frame(), slots);
  }

  private static String fill(String frame, Map<String, String> slots) {
    StringBuilder out = new StringBuilder();
    Matcher matcher = SLOT.matcher(frame);
    int from = 0;
    while (matcher.find()) {
      String value = slots.get(matcher.group(1));
      if (value == null) {
        throw new IllegalStateException("the page has no text for " + matcher.group());
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
