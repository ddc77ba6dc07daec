package io.entroscope.data.image.internal;

import io.entroscope.data.image.ImageShape;

/** A decoded image in someone's array, 8 bits per value; used again for the next image. */
public final class Pixels {
  private byte[] data = new byte[0];
  private int offset;
  private int channels = 1;
  private int height;
  private int width;
  private int pixelStride = 1;
  private int channelStride;

  /** Refers to values in the order [C, H, W]. */
  public void planar(byte[] array, int start, ImageShape shape) {
    strided(array, start, shape, 1, shape.height() * shape.width());
  }

  /**
   * Refers to values row by row.
   *
   * @param start where the first channel starts
   * @param toNextPixel how far apart neighbouring pixels are
   * @param toNextChannel how far apart the channels of a pixel are; negative for BGR
   */
  public void strided(
      byte[] array, int start, ImageShape shape, int toNextPixel, int toNextChannel) {
    data = array;
    offset = start;
    channels = shape.channels();
    height = shape.height();
    width = shape.width();
    pixelStride = toNextPixel;
    channelStride = toNextChannel;
  }

  public byte[] data() {
    return data;
  }

  /** Where the values of a channel start. */
  public int start(int channel) {
    return offset + channel * channelStride;
  }

  /** How far apart neighbouring pixels of one channel are. */
  public int pixelStride() {
    return pixelStride;
  }

  public int channels() {
    return channels;
  }

  public int height() {
    return height;
  }

  public int width() {
    return width;
  }

  public ImageShape shape() {
    return new ImageShape(channels, height, width);
  }
}
