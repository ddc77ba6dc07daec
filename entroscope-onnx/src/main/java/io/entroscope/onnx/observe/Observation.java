package io.entroscope.onnx.observe;

import io.entroscope.onnx.OnnxModel;
import java.util.List;

/**
 * A model with observation nodes in it.
 *
 * @param model the model; its own outputs are the first ones, unchanged
 * @param taps where each tap point comes out, in the order of the tap points
 */
public record Observation(OnnxModel model, List<TapOutputs> taps) {
  public Observation {
    taps = List.copyOf(taps);
  }
}
