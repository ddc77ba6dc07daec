package io.entroscope.report.ablation;

import io.entroscope.report.internal.page.Assets;
import io.entroscope.report.internal.page.Html;
import io.entroscope.report.internal.page.Page;
import io.entroscope.report.internal.view.Names;
import io.entroscope.result.Interval;
import io.entroscope.result.ablation.AblationResult;
import io.entroscope.result.ablation.Kept;
import io.entroscope.result.ablation.Measured;
import io.entroscope.result.ablation.OutputChange;
import io.entroscope.result.ablation.Removal;
import io.entroscope.result.ablation.Sequence;
import io.entroscope.result.derived.ProbabilityText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The page of an ablation: the network as its stream of blocks, with what each costs, and the
 * sequences. One HTML file without scripts that makes no network request.
 */
public final class AblationPage {
  private final AblationResult result;
  private final AblationMeasure measure;

  private AblationPage(AblationResult result) {
    this.result = result;
    this.measure = AblationMeasure.of(result);
  }

  /** The page as text: the same for the same ablation, always. */
  public static String html(AblationResult result) {
    return new AblationPage(result).html();
  }

  private String html() {
    Map<String, String> slots = new LinkedHashMap<>();
    String model = Html.text(Names.file(result.model().path()));
    slots.put("title", model);
    slots.put("model", model);
    slots.put("facts", Html.text(facts()));
    slots.put("summary", Html.text(result.summary()));
    slots.put("whole", whole());
    slots.put("measure", Html.text(measure.title()));
    slots.put("about", Html.text(measure.about()));
    slots.put("stream", stream());
    slots.put("numbers", numbers());
    slots.put("sequence", sequence());
    slots.put("footer", Html.text(footer()));
    slots.put("ownStyle", Assets.read("page/ablation.css"));
    return Page.html(Assets.read("page/ablation.html"), slots);
  }

  private String facts() {
    Long multiplyAdds = result.model().multiplyAdds();
    return format("%,d parameters", result.model().parameters())
        + (multiplyAdds == null ? "" : format(", %,d multiply-adds", multiplyAdds))
        + format(
            ". %,d examples of %s, %s split. Compared is the output ",
            result.baseline().examples(), Names.file(result.data().path()), result.data().split())
        + result.baseline().output()
        + ".";
  }

  private String whole() {
    Measured accuracy = result.baseline().accuracy();
    Double perplexity = result.baseline().perplexity();
    if (accuracy.isThere()) {
      return big(format("%.2f%%", 100 * accuracy.get()), "accuracy of the whole model");
    }
    return perplexity != null
        ? big(format("%.2f", perplexity), "perplexity of the whole model")
        : "";
  }

  private static String big(String number, String what) {
    return "<div class=\"accuracy\"><strong>" + number + "</strong><span>" + what + "</span></div>";
  }

  private String stream() {
    StringBuilder out = new StringBuilder("<ol class=\"stream\">");
    out.append(axis());
    int last =
        Math.max(
            result.removals().stream().mapToInt(one -> one.part().depth()).max().orElse(0),
            result.kept().stream().mapToInt(Kept::depth).max().orElse(0));
    for (int depth = 1; depth <= last; depth++) {
      int place = depth;
      result.removals().stream()
          .filter(one -> one.part().depth() == place)
          .forEach(one -> out.append(row(one)));
      result.kept().stream()
          .filter(one -> one.depth() == place)
          .forEach(one -> out.append(row(one)));
    }
    return out.append("</ol>").toString();
  }

  private String axis() {
    return "<li class=\"axis\" aria-hidden=\"true\"><span class=\"name\">input</span><span"
        + " class=\"ends\"><span>"
        + measure.text(measure.low())
        + "</span><span>"
        + measure.text(measure.high())
        + "</span></span><span class=\"value\"></span></li>";
  }

  private String row(Removal removal) {
    boolean made = List.of("layer", "outer").contains(removal.part().kind());
    Double share = removal.part().share();
    String cost = share == null ? "" : format(", %.1f%% of multiply-adds", 100 * share);
    Measured value = measure.of(removal.outputs());
    return "<li class=\""
        + (made ? "block made" : "block")
        + "\"><span class=\"name\"><b>"
        + Html.text(removal.part().name())
        + "</b> <span class=\"soft\">"
        + Html.text(removal.part().kind())
        + cost
        + "</span></span>"
        + (value.isThere() ? bar(value) : "<span class=\"bar soft\">no finite output</span>")
        + "<span class=\"value\">"
        + measure.text(value)
        + "</span></li>";
  }

  private static String row(Kept kept) {
    return "<li class=\"block kept\"><span class=\"name\"><b>"
        + Html.text(kept.name())
        + "</b> <span class=\"soft\">"
        + Html.text(kept.kind())
        + "</span></span><span class=\"bar soft\">stays: it "
        + Html.text(kept.reason())
        + "</span><span class=\"value\"></span></li>";
  }

  private String bar(Measured measured) {
    double value = measure.place(measured.get());
    Interval interval = measured.interval();
    double low = interval == null ? value : measure.place(interval.low());
    double high = interval == null ? value : measure.place(interval.high());
    double zero = measure.place(measure.none());
    return format(
        "<svg class=\"bar\" viewBox=\"0 0 1000 20\" preserveAspectRatio=\"none\""
            + " aria-hidden=\"true\"><line class=\"none\" x1=\"%1$.1f\" x2=\"%1$.1f\" y1=\"0\""
            + " y2=\"20\"/><line class=\"size\" x1=\"%1$.1f\" x2=\"%2$.1f\" y1=\"10\" y2=\"10\"/>"
            + "<line class=\"range\" x1=\"%3$.1f\" x2=\"%4$.1f\" y1=\"10\" y2=\"10\"/><line"
            + " class=\"point\" x1=\"%2$.1f\" x2=\"%2$.1f\" y1=\"4\" y2=\"16\"/></svg>",
        1000 * zero, 1000 * value, 1000 * low, 1000 * high);
  }

  /** A column of a table. */
  private record Column(String head, Function<OutputChange, String> cell) {}

  private List<Column> columns() {
    return List.of(
        new Column("accuracy", of -> measured(of.accuracy(), "%.4f")),
        new Column("change", of -> measured(of.change(), "%+.4f")),
        new Column(
            "p",
            of -> of.changeProbability() == null ? "" : ProbabilityText.of(of.changeProbability())),
        new Column("flips", of -> measured(of.flips(), "%.4f")),
        new Column("KL, nats", of -> measured(of.kl(), "%.4f")),
        new Column("cosine", of -> measured(of.cosine(), "%.4f")),
        new Column("distance", of -> measured(of.distance(), "%.4f")),
        new Column("loss of next token", of -> measured(of.lossChange(), "%+.4f")),
        new Column(
            "perplexity", of -> of.perplexity() == null ? "" : format("%.3f", of.perplexity())));
  }

  private String numbers() {
    List<Column> columns =
        columns().stream()
            .filter(
                column ->
                    result.removals().stream()
                        .anyMatch(one -> !column.cell().apply(one.outputs()).isEmpty()))
            .toList();
    StringBuilder out = table("What each removal changes", "without");
    columns.forEach(column -> head(out, column.head()));
    head(out, "block influence");
    head(out, "parameters");
    out.append("</tr></thead><tbody>");
    for (Removal removal : result.removals()) {
      out.append("<tr><th scope=\"row\">").append(Html.text(removal.part().name())).append("</th>");
      columns.forEach(column -> cell(out, column.cell().apply(removal.outputs())));
      cell(out, measured(removal.part().blockInfluence(), "%.4f"));
      cell(out, format("%,d", removal.part().parameters()));
      out.append("</tr>");
    }
    return out.append("</tbody></table></div>").toString();
  }

  private static StringBuilder table(String label, String first) {
    return new StringBuilder("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"")
        .append(label)
        .append("\"><table><thead><tr><th scope=\"col\">")
        .append(first)
        .append("</th>");
  }

  private static void head(StringBuilder out, String head) {
    out.append("<th scope=\"col\" class=\"number\">").append(Html.text(head)).append("</th>");
  }

  private static void cell(StringBuilder out, String cell) {
    out.append("<td class=\"number\">").append(cell).append("</td>");
  }

  private String sequence() {
    Sequence sequence = result.sequence();
    if (sequence == null) {
      return "";
    }
    String about =
        format(
            "Each order takes one more out at every step. The greedy one chose what did least harm,"
                + " by %s, on %,d examples; all are measured on %,d others.",
            sequence.chosenBy().equals("kl") ? "divergence" : sequence.chosenBy(),
            sequence.chosenOn(),
            sequence.measuredOn());
    return "<section class=\"figure\" aria-labelledby=\"sequence-heading\"><h2"
        + " id=\"sequence-heading\">Several out, one after the other</h2><p class=\"about\">"
        + Html.text(about)
        + "</p>"
        + new AblationCurves(sequence, measure).svg()
        + steps(sequence)
        + "</section>";
  }

  private String steps(Sequence sequence) {
    StringBuilder out = table("The orders", "out");
    for (Sequence.Curve curve : sequence.curves()) {
      head(out, AblationCurves.name(curve));
    }
    out.append("</tr></thead><tbody>");
    int longest =
        sequence.curves().stream().mapToInt(curve -> curve.steps().size()).max().orElse(0);
    IntStream.range(0, longest)
        .forEach(
            step -> {
              out.append("<tr><th scope=\"row\">").append(step + 1).append("</th>");
              for (Sequence.Curve curve : sequence.curves()) {
                cell(
                    out,
                    step < curve.steps().size()
                        ? measure.level(curve.steps().get(step).outputs())
                            + "<br><span class=\"soft\">"
                            + Html.text(curve.steps().get(step).removed())
                            + "</span>"
                        : "");
              }
              out.append("</tr>");
            });
    return out.append("</tbody></table></div>").toString();
  }

  private String footer() {
    return result.tool().name()
        + " "
        + result.tool().version()
        + ", "
        + result.schema()
        + ", seed "
        + result.data().seed()
        + ". Intervals are at 95%, each by itself; of "
        + result.removals().size()
        + " removals some will lie outside theirs by chance. Nothing was trained after a removal.";
  }

  private static String measured(Measured measured, String form) {
    Interval interval = measured.interval();
    return !measured.isThere()
        ? ""
        : format(form, measured.get())
            + (interval == null
                ? ""
                : " <span class=\"soft\">"
                    + format(form + " to " + form, interval.low(), interval.high())
                    + "</span>");
  }

  static String format(String text, Object... values) {
    return String.format(Locale.ROOT, text, values);
  }
}
