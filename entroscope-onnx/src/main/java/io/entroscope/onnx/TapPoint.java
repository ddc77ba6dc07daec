package io.entroscope.onnx;

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
}
