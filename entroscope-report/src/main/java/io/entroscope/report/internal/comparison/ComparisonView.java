package io.entroscope.report.internal.comparison;

import com.fasterxml.jackson.core.JsonGenerator;
import io.entroscope.report.internal.view.IndicatorsView;
import io.entroscope.report.internal.view.Packed;
import io.entroscope.report.internal.view.ViewJson;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.derived.CurvePoint;
import io.entroscope.result.derived.Difference;
import io.entroscope.result.derived.EntropyScale;
import io.entroscope.result.derived.LayerPair;
import io.entroscope.result.derived.Recall;
import io.entroscope.result.derived.ResultComparison;
import io.entroscope.result.layer.ClassStatistics;
import io.entroscope.result.layer.LayerResult;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** What the figures of a comparison are drawn from, as JSON. */
final class ComparisonView {
  /** Room for the activation patterns of all classes, layers and results, in characters. */
  private static final long PATTERN_ROOM = 3L << 20;

  private final ResultComparison comparison;
  private final List<String> names;
  private final List<List<LayerResult>> curves;

  /** The classes that all results have, by their names. */
  private final List<String> classes;

  ComparisonView(ResultComparison comparison, List<String> names) {
    this.comparison = comparison;
    this.names = names;
    this.curves = comparison.results().stream().map(CurvePoint::layers).toList();
    Set<String> common = new LinkedHashSet<>(comparison.results().get(0).data().classes());
    comparison.results().forEach(result -> common.retainAll(result.data().classes()));
    this.classes = List.copyOf(common);
  }

  String text() {
    return ViewJson.text(this::write);
  }

  private void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("kind", "comparison");
    ViewJson.scale(json, EntropyScale.of(comparison.results().get(0)));
    json.writeObjectField("classes", classes);
    json.writeNumberField("patterned", patterned());
    json.writeArrayFieldStart("results");
    for (int r = 0; r < comparison.results().size(); r++) {
      result(json, r);
    }
    json.writeEndArray();
    json.writeObjectField("columns", columns());
    json.writeObjectField(
        "differences", comparison.differences().stream().map(Changed::of).toList());
    json.writeEndObject();
  }

  private record Changed(
      int result,
      String of,
      boolean paired,
      @Nullable Double probability,
      @Nullable String layer,
      @Nullable String sameBy,
      double first,
      double change,
      double @Nullable [] interval,
      boolean larger) {
    static Changed of(Difference difference) {
      LayerPair layer = difference.layer();
      return new Changed(
          difference.result(),
          difference.quantity().name().toLowerCase(Locale.ROOT),
          difference.paired(),
          ViewJson.finite(difference.probability()),
          layer == null ? null : layer.label(),
          layer == null ? null : layer.by().word(),
          difference.first(),
          difference.change(),
          ViewJson.limits(difference.interval()),
          difference.isLarger());
    }
  }

  private record Column(String label, List<Integer> at) {}

  /** The layers of all curves: what each is called, and its place in every curve. */
  private List<Column> columns() {
    return comparison.columns().stream().map(column -> new Column(label(column), column)).toList();
  }

  /** Its names, each once, in the order of the results. */
  private String label(List<Integer> column) {
    Set<String> labels = new LinkedHashSet<>();
    for (int r = 0; r < column.size(); r++) {
      if (column.get(r) >= 0) {
        labels.add(curves.get(r).get(column.get(r)).name());
      }
    }
    return String.join(" / ", labels);
  }

  private void result(JsonGenerator json, int r) throws IOException {
    AnalysisResult result = comparison.results().get(r);
    json.writeStartObject();
    json.writeStringField("name", names.get(r));
    json.writeNumberField("images", result.data().images());
    json.writeNumberField("parameters", result.model().parameters());
    if (result.isJudged()) {
      json.writeNumberField("accuracy", result.accuracy());
      json.writeObjectField("interval", ViewJson.limits(result.accuracyInterval()));
      double[] recall = Recall.of(result);
      double[] common =
          classes.stream()
              .mapToDouble(name -> recall[result.data().classes().indexOf(name)])
              .toArray();
      json.writeStringField("recall", Packed.floats(common));
    }
    List<CurvePoint> points = CurvePoint.curve(result);
    json.writeArrayFieldStart("curve");
    for (int l = 0; l < points.size(); l++) {
      point(json, result, points.get(l), curves.get(r).get(l));
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void point(JsonGenerator json, AnalysisResult result, CurvePoint point, LayerResult layer)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("layer", point.layer());
    json.writeNumberField("units", layer.units());
    json.writeNumberField("raw", point.raw().value());
    json.writeNumberField("standardized", point.standardized().value());
    ViewJson.number(json, "error", point.raw().standardError());
    if (point.band() != null) {
      json.writeObjectField("interval", ViewJson.limits(point.band()));
    }
    List<ClassStatistics> common =
        classes.stream()
            .map(name -> layer.classes().get(result.data().classes().indexOf(name)))
            .toList();
    byClass(json, "rawByClass", common, of -> of.patternEntropy().normalized());
    byClass(
        json, "standardizedByClass", common, of -> of.patternEntropyStandardized().normalized());
    IndicatorsView.write(json, layer.indicators());
    json.writeObjectFieldStart("patterns");
    pattern(json, -1, layer.all());
    for (int c = 0; c < patterned(); c++) {
      pattern(json, c, common.get(c));
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void byClass(
      JsonGenerator json,
      String name,
      List<ClassStatistics> classes,
      ToDoubleFunction<ClassStatistics> value)
      throws IOException {
    json.writeStringField(name, Packed.floats(classes.stream().mapToDouble(value).toArray()));
  }

  private static void pattern(JsonGenerator json, int c, ClassStatistics of) throws IOException {
    float[] pattern = of.units().pattern();
    if (pattern != null) {
      json.writeStringField(String.valueOf(c), Packed.floats(pattern));
    }
  }

  /** Of how many classes the patterns have room. */
  private int patterned() {
    long each =
        curves.stream()
            .flatMap(List::stream)
            .mapToLong(layer -> Packed.lengthOfFloats(layer.units()))
            .sum();
    return (int) Math.min(classes.size(), PATTERN_ROOM / Math.max(1, each));
  }
}
