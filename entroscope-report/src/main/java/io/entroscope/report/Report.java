package io.entroscope.report;

import io.entroscope.report.internal.page.Assets;
import io.entroscope.report.internal.page.Page;
import io.entroscope.report.internal.page.PageText;
import io.entroscope.report.internal.view.ResultView;
import io.entroscope.report.internal.view.Thinning;
import io.entroscope.result.AnalysisResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The interactive page of a result: one HTML file that opens from a disk and makes no network
 * request.
 */
public final class Report {
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
    Thinning thinning = Thinning.of(result);
    return html(result, thinning, ResultView.of(result, thinning));
  }

  /** The same from a view that is there already. */
  static String html(AnalysisResult result, Thinning thinning, String view) {
    PageText text = new PageText(result);
    Map<String, String> slots = new LinkedHashMap<>();
    slots.put("title", text.model() + ": entropy by depth");
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
    slots.put("view", view);
    return Page.html(Assets.read("page/page.html"), slots);
  }
}
