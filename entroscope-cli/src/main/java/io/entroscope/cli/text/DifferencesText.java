package io.entroscope.cli.text;

import io.entroscope.app.ResultText;
import io.entroscope.app.TextTable;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.Interval;
import io.entroscope.result.derived.Difference;
import io.entroscope.result.derived.Difference.Quantity;
import io.entroscope.result.derived.ProbabilityText;
import io.entroscope.result.derived.ResultComparison;
import java.util.List;
import java.util.Locale;

/** Results against the first of them, as text for a terminal. */
public final class DifferencesText {
  private final ResultComparison comparison;

  private DifferencesText(ResultComparison comparison) {
    this.comparison = comparison;
  }

  /** What differs, result by result. */
  public static String of(ResultComparison comparison) {
    return new DifferencesText(comparison).text();
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    TextTable table = new TextTable(">", "result", ">accuracy", ">images");
    for (int r = 0; r < comparison.results().size(); r++) {
      AnalysisResult result = comparison.results().get(r);
      table.row(
          Integer.toString(r + 1),
          comparison.files().get(r),
          result.isJudged() ? String.format(Locale.ROOT, "%.4f", result.accuracy()) : "not known",
          String.format(Locale.ROOT, "%,d", result.data().images()));
    }
    text.append(table);
    for (int r = 1; r < comparison.results().size(); r++) {
      text.append('\n').append(ResultText.wrapped("", head(r))).append(layers(r));
    }
    return text.toString();
  }

  private String head(int result) {
    List<Difference> own = comparison.differences(result);
    String accuracy =
        own.stream()
            .filter(of -> of.quantity() == Quantity.ACCURACY)
            .findFirst()
            .map(
                of ->
                    "accuracy "
                        + change(of)
                        + (of.isLarger() ? ", a difference; " : ", no difference shown; "))
            .orElse("accuracies not known; ");
    List<Difference> curve = only(own, Quantity.PATTERN_ENTROPY);
    long larger = curve.stream().filter(Difference::isLarger).count();
    return (result + 1)
        + " against 1, compared "
        + comparison.images(result).sentence()
        + ": "
        + accuracy
        + (curve.isEmpty()
            ? "no layer is in both."
            : String.format(
                Locale.ROOT,
                "the entropy differs by more than its uncertainty in %d of %d layers.",
                larger,
                curve.size()));
  }

  private static String change(Difference of) {
    Double p = of.probability();
    String mcNemar = p == null ? "" : "; McNemar's " + ProbabilityText.named(p);
    return signed(of.change()) + " (95%" + interval(of.interval()) + mcNemar + ")";
  }

  private static String interval(@org.jspecify.annotations.Nullable Interval interval) {
    return interval == null
        ? " not known"
        : " " + signed(interval.low()) + " to " + signed(interval.high());
  }

  private static String signed(double value) {
    return String.format(Locale.ROOT, "%+.4f", value);
  }

  private static List<Difference> only(List<Difference> all, Quantity quantity) {
    return all.stream().filter(one -> one.quantity() == quantity).toList();
  }

  private String layers(int result) {
    TextTable table = new TextTable("entropy of", ">1", ">" + (result + 1), ">change", "95%", "");
    for (Difference of : comparison.differences(result)) {
      if (of.layer() != null) {
        boolean images = of.quantity() == Quantity.IMAGE_ENTROPY;
        table.row(
            images ? "  image entropy" : of.layer().label(),
            String.format(Locale.ROOT, "%.4f", of.first()),
            String.format(Locale.ROOT, "%.4f", of.first() + of.change()),
            signed(of.change()),
            of.interval() == null ? "not known" : interval(of.interval()).strip(),
            (of.isLarger() ? "*" : "") + (images ? "" : note(of)));
      }
    }
    comparison.gone(result).forEach(name -> table.row(name, "there", "gone", "", "", ""));
    comparison.fresh(result).forEach(name -> table.row(name, "gone", "there", "", "", ""));
    return table + "* larger than its uncertainty\n";
  }

  private static String note(Difference of) {
    return of.layer() == null ? "" : " by " + of.layer().by().word();
  }
}
