package io.entroscope.onnx.block;

/** How a block is taken out. */
public enum Bypass {
  /** The block's output becomes its input; what closes the block goes with it. */
  OUTPUT,
  /** The sum becomes the block's input; the activation or normalisation behind it stays. */
  SUM
}
