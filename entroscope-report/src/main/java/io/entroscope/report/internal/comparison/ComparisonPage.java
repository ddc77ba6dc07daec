package io.entroscope.report.internal.comparison;

import io.entroscope.report.internal.page.Assets;
import io.entroscope.report.internal.page.Html;
import io.entroscope.report.internal.page.Page;
import io.entroscope.report.internal.view.Numbers;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.derived.Difference;
import io.entroscope.result.derived.Difference.Quantity;
import io.entroscope.result.derived.ProbabilityText;
import io.entroscope.result.derived.ResultComparison;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

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
            p == null ? "" : " (McNemar’s " + ProbabilityText.named(p) + ")",
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
    return new ComparisonView(comparison, names).text();
  }
}
