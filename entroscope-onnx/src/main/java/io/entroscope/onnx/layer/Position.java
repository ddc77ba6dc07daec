package io.entroscope.onnx.layer;

/** Where a layer is observed. */
public enum Position {
  /**
   * After the activation function; where there is none, and of the last layer, the same as before.
   */
  OUTPUT,
  /** Before the activation function, after bias and batch normalization. */
  PREACTIVATION
}
