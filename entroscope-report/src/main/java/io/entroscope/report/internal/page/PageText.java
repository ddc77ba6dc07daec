package io.entroscope.report.internal.page;

import io.entroscope.report.internal.view.Names;
import io.entroscope.report.internal.view.Numbers;
import io.entroscope.report.internal.view.Thinning;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.ArrayInput;
import io.entroscope.result.Caveat;
import io.entroscope.result.DataInfo;
import io.entroscope.result.PreprocessingInfo;
import io.entroscope.result.Settings;
import io.entroscope.result.derived.LayerMeans;
import io.entroscope.result.layer.LayerResult;
import io.entroscope.result.layer.Quantization;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The words of the page: everything in it that is not a figure, as HTML. */
public final class PageText {
  /** A sentence of more characters is set in smaller type. */
  private static final int LONG = 260;

  /** What a text sets off as the name of a setting. */
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  private static final Pattern SENTENCE_END = Pattern.compile("\\.\\s+(?=\\p{Lu})");

  private final AnalysisResult result;

  public PageText(AnalysisResult result) {
    this.result = result;
  }

  public String model() {
    return Html.text(Names.model(result));
  }

  /** The data in one line: how many images of how many classes, and how the classes are filled. */
  public String facts() {
    DataInfo data = result.data();
    long least = data.classImages().stream().mapToLong(Long::longValue).min().orElse(0);
    long most = data.classImages().stream().mapToLong(Long::longValue).max().orElse(0);
    String each =
        least == most
            ? Numbers.count(least) + " of each"
            : Numbers.count(least) + " to " + Numbers.count(most) + " of each";
    return Html.text(
        String.format(
            "%s %s from %s (%s split), %s classes, %s; %s observed layers, %s parameters",
            Numbers.count(data.images()),
            data.examples(),
            Names.file(data.path()),
            data.split(),
            Numbers.count(data.classes().size()),
            each,
            Numbers.count(result.layers().size()),
            Numbers.count(result.model().parameters())));
  }

  public String accuracy() {
    if (!result.isJudged()) {
      return "<strong>no accuracy</strong><span>"
          + (result.data().isLabelled()
              ? "the model gives no class scores"
              : "the data have no labels")
          + "</span>";
    }
    return String.format(
        Locale.ROOT,
        "<strong>%.4f</strong><span>accuracy, 95%% interval %.4f to %.4f</span>",
        result.accuracy(),
        result.accuracyInterval().low(),
        result.accuracyInterval().high());
  }

  /** The verdict: what can be relied on in large type, then the rest. */
  public String verdict() {
    String summary =
        result.verdict() == null
            ? "No verdict: it needs at least two layers to make a curve."
            : result.verdict().summary();
    Matcher end = SENTENCE_END.matcher(summary);
    int first = end.find() ? end.end() : summary.length();
    String rest = summary.substring(first).strip();
    return (first > LONG ? "<p class=\"answer long\">" : "<p class=\"answer\">")
        + Html.text(summary.substring(0, first).strip())
        + "</p>"
        + (rest.isEmpty() ? "" : "<p>" + Html.text(rest) + "</p>");
  }

  public String caveats() {
    if (result.caveats().isEmpty()) {
      return "<li>The analysis found nothing that speaks against these numbers. What they mean, and"
          + " do not mean, stands below.</li>";
    }
    StringBuilder out = new StringBuilder();
    for (Caveat caveat : result.caveats()) {
      out.append("<li><b>")
          .append(Html.text(heading(caveat.code())))
          .append("</b>")
          .append(CODE.matcher(Html.text(caveat.text())).replaceAll("<code>$1</code>"))
          .append("</li>");
    }
    return out.toString();
  }

  private static String heading(String code) {
    String words = code.replace('-', ' ');
    return words.isEmpty()
        ? words
        : words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }

  /** The layers with the numbers that the curve is made of, averaged over the classes. */
  public String layers() {
    StringBuilder out =
        new StringBuilder(
            "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Layers\"><table>"
                + "<thead><tr><th scope=\"col\">Layer</th><th scope=\"col\">Kind</th>"
                + "<th scope=\"col\">Activation</th><th scope=\"col\" class=\"number\">Units</th>"
                + "<th scope=\"col\" class=\"number\">Parameters</th>"
                + "<th scope=\"col\" class=\"number\">H / f(n), mean</th>"
                + "<th scope=\"col\" class=\"number\">least to most</th>"
                + "<th scope=\"col\" class=\"number\">Standardised</th>"
                + "<th scope=\"col\" class=\"number\">Never active</th></tr></thead><tbody>");
    result.layers().forEach(layer -> out.append(row(layer)));
    return out.append("</tbody></table></div>").toString();
  }

  private String row(LayerResult layer) {
    LayerMeans means = LayerMeans.of(result, layer);
    DoubleSummaryStatistics classes =
        layer.classes().stream()
            .mapToDouble(of -> of.patternEntropy().normalized())
            .summaryStatistics();
    return String.format(
        Locale.ROOT,
        "<tr><th scope=\"row\">%s</th><td>%s</td><td>%s</td><td class=\"number\">%s</td>"
            + "<td class=\"number\">%s</td><td class=\"number\">%.4f</td>"
            + "<td class=\"number\">%.4f to %.4f</td><td class=\"number\">%.4f</td>"
            + "<td class=\"number\">%.1f%%</td></tr>",
        Html.text(layer.name()),
        Html.text(layer.kind() + quantized(layer.observation().quantization())),
        Html.text(layer.facts().activation() == null ? "none" : layer.facts().activation()),
        Numbers.count(layer.units()),
        Numbers.count(layer.facts().parameters()),
        means.pattern().value(),
        classes.getMin(),
        classes.getMax(),
        means.patternStandardized().value(),
        100 * layer.observation().neverActive());
  }

  private static String quantized(@Nullable Quantization of) {
    if (of == null) {
      return "";
    }
    Long zero = of.zeroPoint();
    return String.format(
        Locale.ROOT,
        ", integers of scale %.4g%s",
        of.scale(),
        zero == null ? "" : " and zero point " + zero);
  }

  public String notes() {
    return "<p><b>Activation pattern.</b> A layer’s activations are averaged over the images of one"
        + " class; the softmax over its n units gives p<sub>1</sub> to p<sub>n</sub>. Its entropy"
        + " H = −Σ p ln p is the <b>pattern entropy</b>, the paper’s equation (1), in nats."
        + " Divided by f(n) it can be compared between layers of different width.</p>"
        + "<p><b>Image entropy.</b> Here the softmax is taken of each image’s own activations, and"
        + " the entropies are averaged. The two orders give different numbers and are never"
        + " mixed.</p>"
        + "<p><b>Scale.</b> The softmax depends on how large activations are, which a network can"
        + " change without changing what it computes. The standardised curve divides each layer by"
        + " its root mean square first. Where the two curves disagree, the raw one speaks of scale,"
        + " not of the network’s function.</p>"
        + "<p><b>What a fall does not show.</b> Untrained networks can have falling curves too. A"
        + " curve suggests which layers to try without; only trying shows whether they are"
        + " needed.</p>";
  }

  public String settings() {
    Settings settings = result.settings();
    StringBuilder out = new StringBuilder();
    pair(out, "Model", result.model().path());
    pair(out, "SHA-256", result.model().sha256());
    pair(out, "Data", result.data().path() + " (" + result.data().format() + ")");
    pair(out, "Layers", settings.layers() + ", observed at: " + settings.at());
    pair(out, "f(n)", settings.normalizer());
    pair(out, "Preprocessing", preprocessing(settings.preprocessing()));
    inputs(out);
    pair(out, "Seed", String.valueOf(settings.selection().seed()));
    if (settings.selection().perClass() != null) {
      pair(out, "Images of each class", Numbers.count(settings.selection().perClass()));
    }
    if (settings.selection().limit() != null) {
      pair(
          out,
          "Limit",
          Numbers.count(settings.selection().limit()) + " " + result.data().examples());
    }
    if (result.data().skipped() > 0) {
      pair(
          out,
          "Left out",
          Numbers.count(result.data().skipped()) + " images that could not be decoded");
    }
    return out.toString();
  }

  /** What goes in where that is arrays, and what says which tokens count. */
  private void inputs(StringBuilder out) {
    List<ArrayInput> arrays = result.data().arrays();
    if (arrays != null) {
      pair(
          out,
          "Inputs",
          arrays.stream()
              .map(of -> of.input() + " " + of.type() + " " + of.shape())
              .collect(Collectors.joining(", ")));
    }
    String mask = result.settings().mask();
    if (mask != null) {
      pair(out, "Tokens averaged", "where " + mask + " is 1");
    }
  }

  public static String preprocessing(@Nullable PreprocessingInfo info) {
    if (info == null) {
      return "none: arrays went in as they are";
    }
    String scale = Math.abs(info.scale() * 255 - 1) < 1e-9 ? "1/255" : String.valueOf(info.scale());
    String resize =
        info.resize() == null
            ? ""
            : String.format(", resized to %d × %d", info.resize().get(0), info.resize().get(1));
    return String.format(
        "(pixel × %s − %s) / %s, %s%s (from %s)",
        scale, info.mean(), info.std(), info.layout(), resize, info.source());
  }

  private static void pair(StringBuilder out, String term, String value) {
    out.append("<dt>").append(term).append("</dt><dd>").append(Html.text(value)).append("</dd>");
  }

  /** What the page leaves out, and where it is. */
  public static String thinned(Thinning thinning) {
    return thinning.notes().isEmpty()
        ? ""
        : "<p id=\"thinned\"><b>Left out of this page, to keep it small.</b> "
            + Html.text(String.join(" ", thinning.notes()))
            + " Classes with the most wrong predictions come first. The full numbers are in"
            + " result.json.</p>";
  }

  public String footer() {
    return Html.text(
        String.format(
            "Made by %s %s from result.json, which holds the full numbers. This page is one file"
                + " and loads nothing.",
            result.tool().name(), result.tool().version()));
  }
}
