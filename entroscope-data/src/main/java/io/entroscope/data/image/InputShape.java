package io.entroscope.data.image;

/**
 * What one image is in a model's input: the order of its values, and the shape it is brought to.
 *
 * @param layout the order of the values of a batch
 * @param image channels, height and width as the model takes them
 */
public record InputShape(Layout layout, ImageShape image) {

  /** The same with a row of each image in another order, if it is a row that the model takes. */
  public InputShape flattened(FlatOrder order) {
    boolean row = layout == Layout.FLAT || layout == Layout.FLAT_HWC;
    return row
        ? new InputShape(order == FlatOrder.HWC ? Layout.FLAT_HWC : Layout.FLAT, image)
        : this;
  }

  /** The values per image, channels · height · width. */
  public int elements() {
    return image.elements();
  }

  /** The shape of the input tensor for a batch of {@code count} images. */
  public long[] tensorShape(int count) {
    return switch (layout) {
      case NCHW -> new long[] {count, image.channels(), image.height(), image.width()};
      case NHWC -> new long[] {count, image.height(), image.width(), image.channels()};
      case NHW -> new long[] {count, image.height(), image.width()};
      case FLAT, FLAT_HWC -> new long[] {count, image.elements()};
    };
  }
}
