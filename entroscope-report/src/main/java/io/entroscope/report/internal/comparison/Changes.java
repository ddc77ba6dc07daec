package io.entroscope.report.internal.comparison;

import io.entroscope.report.internal.page.PageText;
import io.entroscope.report.internal.view.Numbers;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.derived.CurvePoint;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What was not the same for all results of a comparison, in words. */
public final class Changes {
  private static final Map<String, Function<AnalysisResult, String>> FACTS = facts();

  private Changes() {}

  /** What differs: its name, and what it was for each result. */
  public static Map<String, List<String>> among(List<AnalysisResult> results) {
    Map<String, List<String>> changed = new LinkedHashMap<>();
    FACTS.forEach(
        (name, fact) -> {
          List<String> values = results.stream().map(fact).toList();
          if (values.stream().distinct().count() > 1) {
            changed.put(name, values);
          }
        });
    return changed;
  }

  private static Map<String, Function<AnalysisResult, String>> facts() {
    Map<String, Function<AnalysisResult, String>> facts = new LinkedHashMap<>();
    facts.put("Model file", result -> result.model().path());
    facts.put("Model SHA-256", result -> result.model().sha256().substring(0, 12) + "…");
    facts.put("Parameters", result -> Numbers.count(result.model().parameters()));
    facts.put("Exported by", result -> orNone(result.model().producer()));
    facts.put("Data", result -> result.data().path());
    facts.put("Split", result -> result.data().split());
    facts.put("Images", result -> Numbers.count(result.data().images()));
    facts.put("Images by class", result -> String.valueOf(result.data().classImages()));
    facts.put("Layers in the curve", Changes::curve);
    facts.put("Preprocessing", result -> PageText.preprocessing(result.settings().preprocessing()));
    facts.put("Observed at", result -> result.settings().at());
    facts.put("Seed", result -> String.valueOf(result.settings().selection().seed()));
    facts.put("Entroscope", result -> result.tool().version());
    return facts;
  }

  private static String curve(AnalysisResult result) {
    return String.join(", ", CurvePoint.curve(result).stream().map(CurvePoint::layer).toList());
  }

  private static String orNone(String text) {
    return text.isEmpty() ? "not said" : text;
  }
}
