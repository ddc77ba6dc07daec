package io.entroscope.data.image;

/** The order of an image's values in a row, which the shape of a model's input does not tell. */
public enum FlatOrder {
  /** Channel by channel, as PyTorch flattens. */
  CHW,
  /** Pixel by pixel, as Keras flattens. */
  HWC
}
