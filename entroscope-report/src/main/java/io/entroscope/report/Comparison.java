package io.entroscope.report;

import io.entroscope.result.AnalysisResult;
import io.entroscope.result.Interval;
import io.entroscope.setting.Setting;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Several results against the first of them.
 *
 * @param names what each is called: short and different
 * @param results 2 to 20
 * @param changed what was not the same for all: its name, and what it was for each
 * @param differences of every other result from the first: of its accuracy, then of each layer that
 *     both have
 */
record Comparison(
    List<String> names,
    List<AnalysisResult> results,
    Map<String, List<String>> changed,
    List<Difference> differences) {
  private static final int MOST = 20;

  /** The two-sided 95% point of the normal distribution. */
  private static final double Z = 1.959963984540054;

  /**
   * One number of a result minus the same of the first.
   *
   * @param result the index of the result
   * @param layer of which the mean normalised entropy is compared; null: the accuracy
   * @param first the number of the first result
   * @param change what has to be added to it
   * @param interval the 95% interval of the change; null if it is not known
   */
  record Difference(
      int result,
      @Nullable String layer,
      double first,
      double change,
      @Nullable Interval interval) {
    /** Whether the change is larger than its uncertainty: its interval leaves out zero. */
    boolean isLarger() {
      return interval != null && (interval.low() > 0 || interval.high() < 0);
    }
  }

  /**
   * Compares results.
   *
   * @param files where they came from, which gives them their names
   * @throws ReportException if there are fewer than 2 or more than 20, or entropies divided by
   *     different f(n)
   */
  static Comparison of(List<String> files, List<AnalysisResult> results) {
    if (results.size() < 2 || results.size() > MOST) {
      throw new ReportException(
          "a comparison needs 2 to " + MOST + " results, and " + results.size() + " were given");
    }
    String normalizer = results.get(0).settings().normalizer();
    for (int r = 1; r < results.size(); r++) {
      if (!results.get(r).settings().normalizer().equals(normalizer)) {
        throw new ReportException(
            files.get(r)
                + " has entropies normalised by "
                + results.get(r).settings().normalizer()
                + ", "
                + files.get(0)
                + " by "
                + normalizer
                + "; analyse both with the same "
                + Setting.NORMALIZER);
      }
    }
    List<Difference> differences = new ArrayList<>();
    for (int r = 1; r < results.size(); r++) {
      differences.add(accuracy(results.get(0), results.get(r), r));
      differences.addAll(layers(results.get(0), results.get(r), r));
    }
    return new Comparison(
        names(files, results), List.copyOf(results), changed(results), List.copyOf(differences));
  }

  /** The same with other names for the results. */
  Comparison withNames(List<String> others) {
    return new Comparison(others, results, changed, differences);
  }

  /**
   * The difference of two proportions with Newcombe's hybrid score interval (Statistics in Medicine
   * 17, 1998, method 10), as for independent images.
   */
  private static Difference accuracy(AnalysisResult first, AnalysisResult other, int r) {
    double p = other.accuracy();
    double q = first.accuracy();
    Interval a = wilson(p, other.data().images());
    Interval b = wilson(q, first.data().images());
    double below = Math.hypot(p - a.low(), b.high() - q);
    double above = Math.hypot(a.high() - p, q - b.low());
    return new Difference(r, null, q, p - q, new Interval(p - q - below, p - q + above));
  }

  private static Interval wilson(double share, long n) {
    double squared = Z * Z;
    double middle = (share + squared / (2 * n)) / (1 + squared / n);
    double reach =
        Z / (1 + squared / n) * Math.sqrt(share * (1 - share) / n + squared / (4.0 * n * n));
    return new Interval(middle - reach, middle + reach);
  }

  private static List<Difference> layers(AnalysisResult first, AnalysisResult other, int r) {
    Map<String, MeanCurve> base = new LinkedHashMap<>();
    MeanCurve.of(first).forEach(point -> base.put(point.layer(), point));
    List<Difference> found = new ArrayList<>();
    for (MeanCurve point : MeanCurve.of(other)) {
      MeanCurve known = base.get(point.layer());
      if (known != null) {
        double change = point.raw() - known.raw();
        double reach = Z * Math.hypot(point.standardError(), known.standardError());
        found.add(
            new Difference(
                r,
                point.layer(),
                known.raw(),
                change,
                Double.isFinite(reach) ? new Interval(change - reach, change + reach) : null));
      }
    }
    return found;
  }

  /** The model's name where it tells them apart, the folder of the result where it does not. */
  private static List<String> names(List<String> files, List<AnalysisResult> results) {
    List<String> models =
        results.stream()
            .map(result -> Names.file(result.model().path()).replaceFirst("\\.onnx$", ""))
            .toList();
    boolean oneModel = models.stream().distinct().count() == 1;
    Set<String> taken = new HashSet<>();
    List<String> names = new ArrayList<>();
    for (int r = 0; r < results.size(); r++) {
      String model = models.get(r);
      String source = Names.source(files.get(r));
      boolean alone = models.stream().filter(model::equals).count() == 1;
      String name = oneModel ? source : alone ? model : model + " (" + source + ")";
      String free = name;
      for (int k = 2; !taken.add(free); k++) {
        free = name + " " + k;
      }
      names.add(free);
    }
    return List.copyOf(names);
  }

  private static Map<String, List<String>> changed(List<AnalysisResult> results) {
    Map<String, Function<AnalysisResult, String>> facts = new LinkedHashMap<>();
    facts.put("Model file", result -> result.model().path());
    facts.put("Model SHA-256", result -> result.model().sha256().substring(0, 12) + "…");
    facts.put("Parameters", result -> PageText.count(result.model().parameters()));
    facts.put("Exported by", result -> orNone(result.model().producer()));
    facts.put("Data", result -> result.data().path());
    facts.put("Split", result -> result.data().split());
    facts.put("Images", result -> PageText.count(result.data().images()));
    facts.put("Images by class", result -> String.valueOf(result.data().classImages()));
    facts.put("Layers in the curve", Comparison::curve);
    facts.put("Preprocessing", result -> PageText.preprocessing(result.settings().preprocessing()));
    facts.put("Observed at", result -> result.settings().at());
    facts.put("Seed", result -> String.valueOf(result.settings().seed()));
    facts.put("Entroscope", result -> result.tool().version());
    Map<String, List<String>> changed = new LinkedHashMap<>();
    facts.forEach(
        (name, fact) -> {
          List<String> values = results.stream().map(fact).toList();
          if (values.stream().distinct().count() > 1) {
            changed.put(name, values);
          }
        });
    return changed;
  }

  private static String curve(AnalysisResult result) {
    return String.join(", ", MeanCurve.of(result).stream().map(MeanCurve::layer).toList());
  }

  private static String orNone(String text) {
    return text.isEmpty() ? "not said" : text;
  }
}
