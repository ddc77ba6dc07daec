package io.entroscope.report.internal.graph;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.derived.LayerMeans;
import io.entroscope.result.layer.LayerIndicators;
import io.entroscope.result.layer.LayerResult;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Values of layers as Google's Model Explorer takes them ("custom node data"): by the name of a
 * node or of the tensor that it gives, with colours from the least value to the greatest.
 */
public final class NodeData {
  /** White to the blue of the report's figures. */
  private static final List<Map<String, Object>> GRADIENT =
      List.of(stop(0, "#f7fbff"), stop(0.5, "#9ecae1"), stop(1, "#2171b5"));

  private NodeData() {}

  private static Map<String, Object> stop(double at, String colour) {
    Map<String, Object> stop = new LinkedHashMap<>();
    stop.put("stop", at);
    stop.put("bgColor", colour);
    return stop;
  }

  /** The files of a result by their names: one for each quantity. */
  public static Map<String, byte[]> of(AnalysisResult result) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    add(files, "pattern-entropy", result, of -> LayerMeans.of(result, of).pattern().value());
    add(
        files,
        "pattern-entropy-standardized",
        result,
        of -> LayerMeans.of(result, of).patternStandardized().value());
    add(files, "image-entropy", result, of -> LayerMeans.of(result, of).image().value());
    add(files, "saturation", result, NodeData::saturation);
    return files;
  }

  private static double saturation(LayerResult layer) {
    LayerIndicators indicators = layer.indicators();
    return indicators == null ? Double.NaN : indicators.spectrum().saturation99();
  }

  private static void add(
      Map<String, byte[]> files,
      String name,
      AnalysisResult result,
      ToDoubleFunction<LayerResult> value) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (LayerResult layer : result.layers()) {
      double one = value.applyAsDouble(layer);
      if (Double.isFinite(one)) {
        for (String key : List.of(layer.facts().node(), layer.facts().tensor())) {
          if (!key.isEmpty()) {
            values.put(key, Map.of("value", one));
          }
        }
      }
    }
    if (!values.isEmpty()) {
      Map<String, Object> data = new LinkedHashMap<>();
      data.put("results", values);
      data.put("gradient", GRADIENT);
      files.put("model-explorer-" + name + ".json", json(data));
    }
  }

  private static byte[] json(Map<String, Object> data) {
    try {
      String text =
          JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsString(data);
      return (text.replace("\r\n", "\n") + "\n").getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
