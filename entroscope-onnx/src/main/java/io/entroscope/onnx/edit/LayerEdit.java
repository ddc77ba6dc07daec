package io.entroscope.onnx.edit;

import io.entroscope.onnx.GraphEdit;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.layer.FoundLayers;

/** An edit of a layer, which has to be found in the model first. */
public interface LayerEdit extends GraphEdit {
  /**
   * The edited model; the same instance if there is nothing to edit.
   *
   * @param found the layers of the model that is edited
   * @throws io.entroscope.onnx.OnnxException if the model cannot be edited so
   */
  OnnxModel apply(FoundLayers found);

  @Override
  default OnnxModel apply(OnnxModel model) {
    return apply(FoundLayers.of(model));
  }
}
