package io.entroscope.report;

import com.fasterxml.jackson.core.JsonGenerator;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.Interval;
import io.entroscope.result.derived.CurvePoint;
import io.entroscope.result.derived.EntropyScale;
import io.entroscope.result.derived.ResultComparison;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The page of a comparison: the results side by side, what changed, what is more than noise. */
final class ComparisonPage {
  private final ResultComparison comparison;
  private final List<String> names;

  /**
   * The page of a comparison.
   *
   * @param names what each result is called: short and different
   */
  ComparisonPage(ResultComparison comparison, List<String> names) {
    this.comparison = comparison;
    this.names = names;
  }

  /** The page as text: the same for the same results, always. */
  String html() {
    Map<String, String> slots = new LinkedHashMap<>();
    slots.put("title", Html.text(String.join(", ", names)));
    slots.put("heading", Html.text(PageText.count(names.size()) + " results compared"));
    slots.put("facts", Html.text(facts()));
    slots.put("verdict", summary());
    slots.put("changed", changed());
    slots.put("verdicts", verdicts());
    slots.put("footer", Html.text(footer()));
    slots.put("view", view());
    return Page.html(Assets.read("page/comparison.html"), slots);
  }

  private String facts() {
    return "Everything is compared with " + names.get(0) + ", the first.";
  }

  /**
   * In words: whose accuracy and how many layers' entropy differ by more than their uncertainty.
   */
  private String summary() {
    StringBuilder out = new StringBuilder("<ul>");
    for (int r = 1; r < comparison.results().size(); r++) {
      int index = r;
      List<ResultComparison.Difference> own =
          comparison.differences().stream().filter(d -> d.result() == index).toList();
      out.append("<li><b>")
          .append(Html.text(names.get(r)))
          .append("</b>: ")
          .append(sentence(own.get(0), own.subList(1, own.size())))
          .append("</li>");
    }
    return out.append("</ul>").toString();
  }

  private static String sentence(
      ResultComparison.Difference accuracy, List<ResultComparison.Difference> layers) {
    long larger = layers.stream().filter(ResultComparison.Difference::isLarger).count();
    String entropy =
        layers.isEmpty()
            ? "it has no layer of the same name."
            : String.format(
                Locale.ROOT,
                "its entropy differs by more than its uncertainty in %d of %d layers.",
                larger,
                layers.size());
    return String.format(
        Locale.ROOT,
        "accuracy %s%.4f, which is %s its uncertainty; %s",
        accuracy.change() < 0 ? "−" : "+",
        Math.abs(accuracy.change()),
        accuracy.isLarger() ? "more than" : "within",
        entropy);
  }

  private String changed() {
    Map<String, List<String>> changes = Changes.among(comparison.results());
    if (changes.isEmpty()) {
      return "<p>Nothing: model, data and settings are the same for all.</p>";
    }
    StringBuilder out = new StringBuilder(open("What changed")).append("<th scope=\"col\"></th>");
    names.forEach(name -> out.append("<th scope=\"col\">").append(Html.text(name)).append("</th>"));
    out.append("</tr></thead><tbody>");
    changes.forEach(
        (what, values) -> {
          out.append("<tr><th scope=\"row\">").append(what).append("</th>");
          values.forEach(value -> out.append("<td>").append(Html.text(value)).append("</td>"));
          out.append("</tr>");
        });
    return out.append("</tbody></table></div>").toString();
  }

  private String verdicts() {
    StringBuilder out = new StringBuilder("<dl class=\"settings\">");
    for (int r = 0; r < comparison.results().size(); r++) {
      AnalysisResult result = comparison.results().get(r);
      out.append("<dt>")
          .append(Html.text(names.get(r)))
          .append("</dt><dd>")
          .append(Html.text(result.verdict() == null ? "No verdict." : result.verdict().summary()))
          .append("</dd>");
    }
    return out.append("</dl>").toString();
  }

  private static String open(String label) {
    return "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\""
        + label
        + "\"><table><thead><tr>";
  }

  private String footer() {
    int compared = comparison.differences().size();
    return String.format(
        Locale.ROOT,
        "Intervals are at 95%% and treat the results as independent; on the same images that makes"
            + " them too wide rather than too narrow. They are not corrected for the %d comparisons"
            + " made: about %.1f would leave out zero by chance alone.",
        compared,
        compared * 0.05);
  }

  /** What the figures of the page are drawn from. */
  String view() {
    return ViewJson.text(this::write);
  }

  private void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("kind", "comparison");
    ViewJson.scale(json, EntropyScale.of(comparison.results().get(0)));
    json.writeArrayFieldStart("results");
    for (int r = 0; r < comparison.results().size(); r++) {
      result(json, names.get(r), comparison.results().get(r));
    }
    json.writeEndArray();
    json.writeArrayFieldStart("differences");
    for (ResultComparison.Difference difference : comparison.differences()) {
      json.writeStartObject();
      json.writeNumberField("result", difference.result());
      ViewJson.string(json, "layer", difference.layer());
      json.writeNumberField("first", difference.first());
      json.writeNumberField("change", difference.change());
      if (difference.interval() != null) {
        interval(json, difference.interval());
      }
      json.writeBooleanField("larger", difference.isLarger());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void result(JsonGenerator json, String name, AnalysisResult result)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("name", name);
    json.writeNumberField("images", result.data().images());
    json.writeNumberField("parameters", result.model().parameters());
    json.writeNumberField("accuracy", result.accuracy());
    interval(json, result.accuracyInterval());
    json.writeArrayFieldStart("curve");
    for (CurvePoint point : CurvePoint.curve(result)) {
      json.writeStartObject();
      json.writeStringField("layer", point.layer());
      json.writeNumberField("raw", point.raw().value());
      json.writeNumberField("standardized", point.standardized().value());
      ViewJson.number(json, "error", point.raw().standardError());
      if (point.band() != null) {
        interval(json, point.band());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void interval(JsonGenerator json, Interval interval) throws IOException {
    json.writeArrayFieldStart("interval");
    json.writeNumber(interval.low());
    json.writeNumber(interval.high());
    json.writeEndArray();
  }
}
