package io.entroscope.torch.prune;

import io.entroscope.advice.Surgery;
import io.entroscope.core.prune.EditedModel;
import io.entroscope.onnx.OnnxException;
import io.entroscope.onnx.OnnxModel;
import java.util.function.Function;

/** Whether layers can be taken out of a model: found by taking them out, as pruning does. */
public final class Surgeries {
  private Surgeries() {}

  /** By the name of a layer, how it can be taken out of this model, or why not. */
  public static Function<String, Surgery> of(OnnxModel model) {
    return layer -> {
      try {
        return Surgery.by(EditedModel.way(model, layer));
      } catch (OnnxException e) {
        return Surgery.refused(String.valueOf(e.getMessage()));
      }
    };
  }
}
