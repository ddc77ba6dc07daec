package io.entroscope.core.plan;

import io.entroscope.core.ort.TensorInfo.ElementType;
import io.entroscope.core.plan.AnalysisOptions.Pixels;
import io.entroscope.data.image.Preprocessing;
import io.entroscope.data.image.PreprocessingJson;
import io.entroscope.onnx.OnnxModel;
import java.util.Optional;

/**
 * How pixels become input, and who said so: the user; or the model's own metadata, where we wrote
 * them; or nobody.
 *
 * @param preprocessing how pixels become input
 * @param source {@code options}, {@code model} or {@code default}
 */
record PreprocessingChoice(Preprocessing preprocessing, String source) {
  static PreprocessingChoice of(OnnxModel model, ElementType type, AnalysisOptions options) {
    Pixels pixels = options.pixels();
    Optional<Preprocessing> inModel = PreprocessingJson.read(model.metadata());
    PreprocessingChoice base = base(pixels, inModel, type);
    Preprocessing chosen = base.preprocessing();
    chosen = pixels.scale() == null ? chosen : chosen.withScale(pixels.scale());
    chosen = pixels.mean() == null ? chosen : chosen.withMean(pixels.mean());
    chosen = pixels.std() == null ? chosen : chosen.withStd(pixels.std());
    chosen = pixels.resize() == null ? chosen : chosen.withResize(pixels.resize());
    return new PreprocessingChoice(chosen, base.source());
  }

  private static PreprocessingChoice base(
      Pixels pixels, Optional<Preprocessing> inModel, ElementType type) {
    // A model that takes bytes scales them itself.
    Preprocessing unsaid =
        type == ElementType.UINT8 ? Preprocessing.DEFAULT.withScale(1) : Preprocessing.DEFAULT;
    if (pixels.saysValues()) {
      return new PreprocessingChoice(unsaid, "options");
    }
    return inModel
        .map(preprocessing -> new PreprocessingChoice(preprocessing, "model"))
        .orElseGet(() -> new PreprocessingChoice(unsaid, "default"));
  }
}
