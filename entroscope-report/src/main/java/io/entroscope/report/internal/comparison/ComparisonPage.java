package io.entroscope.report.internal.comparison;

import com.fasterxml.jackson.core.JsonGenerator;
import io.entroscope.report.internal.page.Assets;
import io.entroscope.report.internal.page.Html;
import io.entroscope.report.internal.page.Page;
import io.entroscope.report.internal.view.Numbers;
import io.entroscope.report.internal.view.ViewJson;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.Interval;
import io.entroscope.result.derived.CurvePoint;
import io.entroscope.result.derived.Difference;
import io.entroscope.result.derived.Difference.Quantity;
import io.entroscope.result.derived.EntropyScale;
import io.entroscope.result.derived.ResultComparison;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The page of a comparison: the results side by side, what changed, what is more than noise. */
public final class ComparisonPage {
  private final ResultComparison comparison;
  private final List<String> names;

  /**
   * The page of a comparison.
   *
   * @param names what each result is called: short and different
   */
  public ComparisonPage(ResultComparison comparison, List<String> names) {
    this.comparison = comparison;
    this.names = names;
  }

  /** The page as text: the same for the same results, always. */
  public String html() {
    Map<String, String> slots = new LinkedHashMap<>();
    slots.put("title", Html.text(String.join(", ", names)));
    slots.put("heading", Html.text(Numbers.count(names.size()) + " results compared"));
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
      out.append("<li><b>")
          .append(Html.text(names.get(r)))
          .append("</b>, ")
          .append(Html.text(comparison.images(r).sentence() + ": " + sentence(r)))
          .append("</li>");
    }
    return out.append("</ul>").toString();
  }

  private String sentence(int result) {
    List<Difference> own = comparison.differences(result);
    Difference accuracy = own.get(0);
    List<Difference> layers = only(own, Quantity.PATTERN_ENTROPY);
    long larger = layers.stream().filter(Difference::isLarger).count();
    String entropy =
        layers.isEmpty()
            ? "no layer is in both."
            : String.format(
                Locale.ROOT,
                "its entropy differs by more than its uncertainty in %d of %d layers.",
                larger,
                layers.size());
    Double p = accuracy.probability();
    return String.format(
            Locale.ROOT,
            "accuracy %s%.4f, which is %s its uncertainty%s; %s",
            accuracy.change() < 0 ? "−" : "+",
            Math.abs(accuracy.change()),
            accuracy.isLarger() ? "more than" : "within",
            p == null ? "" : String.format(Locale.ROOT, " (McNemar’s p = %.2g)", p),
            entropy)
        + missing(" It lacks ", comparison.gone(result))
        + missing(" Only it has ", comparison.fresh(result));
  }

  private static String missing(String head, List<String> layers) {
    return layers.isEmpty() ? "" : head + String.join(", ", layers) + ".";
  }

  private static List<Difference> only(List<Difference> all, Quantity quantity) {
    return all.stream().filter(one -> one.quantity() == quantity).toList();
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
        "Intervals are at 95%%. Of images that both results have, accuracies are compared by"
            + " McNemar’s exact test and Tango’s score interval, curves by the jackknife of their"
            + " difference, and entropies of images by the paired bootstrap; of others, as"
            + " independent samples. Layers are the same by weights, name or role; the layer of the"
            + " class scores is never compared with a hidden one. Nothing is corrected for the %d"
            + " comparisons made: about %.1f would be called larger by chance alone. All of it is"
            + " about these networks, and not about training them again.",
        compared,
        compared * 0.05);
  }

  /** What the figures of the page are drawn from. */
  public String view() {
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
    columns(json);
    json.writeArrayFieldStart("differences");
    for (Difference difference : comparison.differences()) {
      json.writeStartObject();
      json.writeNumberField("result", difference.result());
      json.writeStringField("of", difference.quantity().name().toLowerCase(Locale.ROOT));
      json.writeBooleanField("paired", difference.paired());
      ViewJson.number(json, "probability", difference.probability());
      if (difference.layer() != null) {
        json.writeStringField("layer", difference.layer().label());
        json.writeStringField("sameBy", difference.layer().by().word());
      }
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

  /** The layers of all curves: what each is called, and its place in every curve. */
  private void columns(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("columns");
    for (List<Integer> column : comparison.columns()) {
      json.writeStartObject();
      json.writeStringField("label", label(column));
      json.writeArrayFieldStart("at");
      for (int place : column) {
        json.writeNumber(place);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /** Its names, each once, in the order of the results. */
  private String label(List<Integer> column) {
    Set<String> labels = new LinkedHashSet<>();
    for (int r = 0; r < column.size(); r++) {
      if (column.get(r) >= 0) {
        labels.add(CurvePoint.curve(comparison.results().get(r)).get(column.get(r)).layer());
      }
    }
    return String.join(" / ", labels);
  }

  private static void result(JsonGenerator json, String name, AnalysisResult result)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("name", name);
    json.writeNumberField("images", result.data().images());
    json.writeNumberField("parameters", result.model().parameters());
    if (result.isJudged()) {
      json.writeNumberField("accuracy", result.accuracy());
      interval(json, result.accuracyInterval());
    }
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
