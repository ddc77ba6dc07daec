package io.entroscope.core.ort;

/** Where inference runs. */
public enum Device {
  /** On the processor's cores, one batch on each. */
  CPU,
  /** On the first CUDA GPU, through ONNX Runtime's GPU build. */
  CUDA
}
