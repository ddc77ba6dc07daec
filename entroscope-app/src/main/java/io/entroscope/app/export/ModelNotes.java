package io.entroscope.app.export;

import io.entroscope.core.PlanException;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.derived.LayerMeans;
import io.entroscope.result.layer.LayerResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A copy of a model with what was measured in its metadata, where Netron and other viewers show it:
 * {@code entroscope.analysis.accuracy}, and of each layer {@code
 * entroscope.analysis.LAYER.patternEntropyNormalized}, {@code
 * ....patternEntropyStandardizedNormalized} and {@code ....imageEntropyMeanNormalized}, the means
 * over the classes.
 */
public final class ModelNotes {
  private static final String PREFIX = "entroscope.analysis.";

  private ModelNotes() {}

  /**
   * Writes the copy.
   *
   * @param moved where the model is now; null: where it was analysed
   * @param from the result's file, for messages
   * @throws PlanException if the model is not there, or is another one
   */
  public static void write(AnalysisResult result, @Nullable Path moved, Path from, Path to) {
    Path path = moved == null ? Path.of(result.model().path()) : moved;
    if (!Files.exists(path)) {
      throw new PlanException(
          "the model of " + from + " is not at '" + path + "'; say where it is with --model");
    }
    OnnxModel model = OnnxModel.read(path);
    if (!model.sha256().equals(result.model().sha256())) {
      throw new PlanException(
          path + " is another model than the one of " + from + "; give that one with --model");
    }
    model.withMetadata(properties(result)).write(to);
  }

  static Map<String, String> properties(AnalysisResult result) {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put(
        PREFIX + "data",
        String.format(
            Locale.ROOT,
            "%,d of %s, %s split",
            result.data().images(),
            result.data().path(),
            result.data().split()));
    properties.put(PREFIX + "normalizer", result.settings().normalizer());
    if (result.isJudged()) {
      properties.put(PREFIX + "accuracy", number(result.accuracy()));
    }
    for (LayerResult layer : result.layers()) {
      LayerMeans means = LayerMeans.of(result, layer);
      String name = PREFIX + layer.name() + ".";
      properties.put(name + "patternEntropyNormalized", number(means.pattern().value()));
      properties.put(
          name + "patternEntropyStandardizedNormalized",
          number(means.patternStandardized().value()));
      properties.put(name + "imageEntropyMeanNormalized", number(means.image().value()));
    }
    return properties;
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }
}
