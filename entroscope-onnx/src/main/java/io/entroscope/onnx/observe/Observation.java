package io.entroscope.onnx.observe;

import io.entroscope.onnx.OnnxModel;
import java.util.List;

/**
 * A model with observation nodes in it.
 *
 * @param model the model; its own outputs are the first ones, unchanged
 * @param taps where each tap point comes out, in the order of the tap points
 * @param blocks where each measured block comes out, in order of depth
 */
public record Observation(OnnxModel model, List<TapOutputs> taps, List<BlockOutputs> blocks) {
  public Observation {
    taps = List.copyOf(taps);
    blocks = List.copyOf(blocks);
  }

  /** Without blocks. */
  Observation(OnnxModel model, List<TapOutputs> taps) {
    this(model, taps, List.of());
  }
}
