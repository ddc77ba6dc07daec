package io.entroscope.onnx.observe;

import io.entroscope.onnx.layer.Layer;
import io.entroscope.onnx.layer.Position;

/**
 * A place where a layer is observed.
 *
 * @param layer the layer
 * @param position before or after its activation
 * @param reduction how its tensor becomes [B, n]
 */
public record TapPoint(Layer layer, Position position, Reduction reduction) {
  public TapPoint {
    layer.tensor(position);
  }

  /** The tensor that is observed. */
  public String tensor() {
    return layer.tensor(position);
  }

  /** Whether its tensor holds the units' numbers as they are, in the form that it has. */
  public boolean isPlain() {
    return !(reduction instanceof Reduction.Arranged) && layer.reading().scale(tensor()).isEmpty();
  }
}
