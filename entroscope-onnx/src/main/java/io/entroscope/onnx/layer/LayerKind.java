package io.entroscope.onnx.layer;

/** What a layer does with its input. */
public enum LayerKind {
  /** Every unit takes every input: Gemm, or MatMul with or without a bias. */
  FULLY_CONNECTED("fully-connected"),
  /** Every channel takes a window of its input: Conv and ConvTranspose of any rank. */
  CONVOLUTION("convolution"),
  /** Every unit takes every input and the units of the step before: LSTM, GRU and RNN. */
  RECURRENT("recurrent"),
  /** No layer but a whole residual block, seen by the stream behind it. */
  BLOCK("block");

  private final String label;

  LayerKind(String label) {
    this.label = label;
  }

  /** The kind as it is written in results. */
  public String label() {
    return label;
  }
}
