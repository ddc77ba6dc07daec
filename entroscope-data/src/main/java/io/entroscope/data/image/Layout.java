package io.entroscope.data.image;

/** The order in which a model's input holds the values of a batch. */
public enum Layout {
  /** [N, C, H, W]: channel by channel, as PyTorch has it. */
  NCHW("NCHW"),
  /** [N, H, W, C]: pixel by pixel, as Keras has it. */
  NHWC("NHWC"),
  /** [N, H, W]: grey images without an axis for channels. */
  NHW("NHW"),
  /** [N, C·H·W]: one row per image, channel by channel, as PyTorch flattens. */
  FLAT("flat CHW"),
  /** [N, H·W·C]: one row per image, pixel by pixel, as Keras flattens. */
  FLAT_HWC("flat HWC");

  private final String id;

  Layout(String id) {
    this.id = id;
  }

  /**
   * The name in results: {@code NCHW}, {@code NHWC}, {@code NHW}, {@code flat CHW} or {@code flat
   * HWC}.
   */
  public String id() {
    return id;
  }
}
