package io.entroscope.onnx.block;

import io.entroscope.onnx.OnnxModel;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A model in which blocks can be taken out while it runs.
 *
 * @param model the model; its inputs are followed by one for each gate, a float32 scalar: 1 leaves
 *     the block as it is, 0 takes it out
 * @param gates the input of each block's gate, by the block's name
 */
public record GatedModel(OnnxModel model, Map<String, String> gates) {
  public GatedModel {
    gates = Collections.unmodifiableMap(new LinkedHashMap<>(gates));
  }
}
