package io.entroscope.onnx.block;

/** What belongs to a block behind its sum. */
public enum Closing {
  /** Nothing: the sum is the stream, as in pre-norm networks. */
  NONE,
  /** An activation function, as in ResNets. */
  ACTIVATION,
  /** A normalisation, as in post-norm encoders; perhaps with an activation behind it. */
  NORMALIZATION
}
