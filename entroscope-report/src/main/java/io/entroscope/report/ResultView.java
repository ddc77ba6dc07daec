package io.entroscope.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.ClassStatistics;
import io.entroscope.result.LayerResult;
import io.entroscope.result.Verdict;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What the figures are drawn from: a result as compact JSON, with long rows of numbers packed. It
 * is safe inside an HTML script element.
 */
final class ResultView {
  private static final Map<String, ToDoubleFunction<ClassStatistics>> STATISTICS = statistics();

  private final JsonGenerator json;
  private final AnalysisResult result;

  private ResultView(JsonGenerator json, AnalysisResult result) {
    this.json = json;
    this.result = result;
  }

  /** The view of a result, the same text every time. */
  static String of(AnalysisResult result) {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
      json.setCharacterEscapes(new ScriptSafe());
      new ResultView(json, result).write();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString();
  }

  private void write() throws IOException {
    json.writeStartObject();
    json.writeObjectFieldStart("model");
    json.writeStringField("name", Names.file(result.model().path()));
    json.writeEndObject();
    json.writeNumberField("accuracy", result.accuracy());
    json.writeArrayFieldStart("accuracyInterval");
    json.writeNumber(result.accuracyInterval().low());
    json.writeNumber(result.accuracyInterval().high());
    json.writeEndArray();
    json.writeObjectFieldStart("settings");
    json.writeStringField("normalizer", result.settings().normalizer());
    json.writeEndObject();
    data();
    verdict(result.verdict());
    json.writeArrayFieldStart("layers");
    for (LayerResult layer : result.layers()) {
      layer(layer);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void data() throws IOException {
    json.writeObjectFieldStart("data");
    json.writeStringField("name", Names.file(result.data().path()));
    json.writeNumberField("images", result.data().images());
    json.writeArrayFieldStart("classes");
    for (String name : result.data().classes()) {
      json.writeString(name);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("classImages");
    for (Long images : result.data().classImages()) {
      json.writeNumber(images);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void verdict(@Nullable Verdict verdict) throws IOException {
    if (verdict == null) {
      json.writeNullField("verdict");
      return;
    }
    json.writeObjectFieldStart("verdict");
    json.writeNumberField("flatWithin", verdict.flatWithin());
    json.writeObjectFieldStart("average");
    json.writeArrayFieldStart("steps");
    for (Verdict.Step step : verdict.average().steps()) {
      json.writeStartObject();
      json.writeStringField("from", step.from());
      json.writeStringField("to", step.to());
      json.writeNumberField("change", step.change());
      json.writeStringField("direction", Names.word(step.direction()));
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndObject();
  }

  private void layer(LayerResult layer) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", layer.name());
    json.writeStringField("kind", layer.kind());
    json.writeStringField("activation", layer.activation());
    json.writeNumberField("depth", layer.depth());
    json.writeNumberField("units", layer.units());
    json.writeBooleanField("inVerdict", layer.inVerdict());
    json.writeStringField("at", layer.at());
    json.writeObjectFieldStart("output");
    statistics(layer.all(), layer.classes());
    json.writeEndObject();
    LayerResult.Preactivation before = layer.preactivation();
    if (before != null) {
      json.writeObjectFieldStart("preactivation");
      statistics(before.all(), before.classes());
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  /** Each statistic as one row: of all images first, then class by class. */
  private void statistics(ClassStatistics all, List<ClassStatistics> classes) throws IOException {
    json.writeObjectFieldStart("stats");
    for (Map.Entry<String, ToDoubleFunction<ClassStatistics>> entry : STATISTICS.entrySet()) {
      float[] row = new float[classes.size() + 1];
      row[0] = (float) entry.getValue().applyAsDouble(all);
      for (int c = 0; c < classes.size(); c++) {
        row[c + 1] = (float) entry.getValue().applyAsDouble(classes.get(c));
      }
      json.writeStringField(entry.getKey(), Packed.floats(row));
    }
    json.writeEndObject();
  }

  private static Map<String, ToDoubleFunction<ClassStatistics>> statistics() {
    Map<String, ToDoubleFunction<ClassStatistics>> all = new LinkedHashMap<>();
    all.put("images", ClassStatistics::images);
    all.put("patternEntropy", ClassStatistics::patternEntropy);
    all.put("patternEntropyNormalized", ClassStatistics::patternEntropyNormalized);
    all.put("patternEntropyStandardError", s -> orNaN(s.patternEntropyStandardError()));
    all.put("patternEntropyStandardized", ClassStatistics::patternEntropyStandardized);
    all.put(
        "patternEntropyStandardizedNormalized",
        ClassStatistics::patternEntropyStandardizedNormalized);
    all.put("imageEntropyMean", ClassStatistics::imageEntropyMean);
    all.put("imageEntropyMeanNormalized", ClassStatistics::imageEntropyMeanNormalized);
    all.put("imageEntropyStandardDeviation", ClassStatistics::imageEntropyStandardDeviation);
    all.put("imageEntropyStandardError", s -> orNaN(s.imageEntropyStandardError()));
    all.put("imageEntropyStandardizedMean", s -> orNaN(s.imageEntropyStandardizedMean()));
    all.put(
        "imageEntropyStandardizedMeanNormalized",
        s -> orNaN(s.imageEntropyStandardizedMeanNormalized()));
    all.put("neverActive", ClassStatistics::neverActive);
    return all;
  }

  private static double orNaN(@Nullable Double value) {
    return value == null ? Double.NaN : value;
  }

  /** Escapes what could end a script element, and the two line ends that only Unicode knows. */
  private static final class ScriptSafe extends CharacterEscapes {
    private static final long serialVersionUID = 1L;
    private final int[] ascii = CharacterEscapes.standardAsciiEscapesForJSON();

    ScriptSafe() {
      for (char c : new char[] {'<', '>', '&'}) {
        ascii[c] = CharacterEscapes.ESCAPE_STANDARD;
      }
    }

    @Override
    public int[] getEscapeCodesForAscii() {
      return ascii.clone();
    }

    @Override
    public @Nullable SerializableString getEscapeSequence(int c) {
      return c == 0x2028 || c == 0x2029 || Character.isSurrogate((char) c)
          ? new SerializedString(String.format("\\u%04x", c))
          : null;
    }
  }
}
