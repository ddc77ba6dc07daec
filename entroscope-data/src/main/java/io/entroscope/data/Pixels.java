package io.entroscope.data;

/** A decoded image in someone's array, 8 bits per value; used again for the next image. */
final class Pixels {
  private byte[] data = new byte[0];
  private int offset;
  private int channels = 1;
  private int height;
  private int width;
  private int pixelStride = 1;
  private int channelStride;

  /** Refers to values in the order [C, H, W]. */
  void planar(byte[] array, int start, ImageShape shape) {
    set(array, start, shape.channels(), shape.height(), shape.width());
    pixelStride = 1;
    channelStride = height * width;
  }

  /** Refers to values in the order [H, W, C]. */
  void interleaved(byte[] array, int start, int c, int h, int w) {
    set(array, start, c, h, w);
    pixelStride = c;
    channelStride = 1;
  }

  private void set(byte[] array, int start, int c, int h, int w) {
    data = array;
    offset = start;
    channels = c;
    height = h;
    width = w;
  }

  byte[] data() {
    return data;
  }

  /** Where the values of a channel start. */
  int start(int channel) {
    return offset + channel * channelStride;
  }

  /** How far apart neighbouring pixels of one channel are. */
  int pixelStride() {
    return pixelStride;
  }

  int channels() {
    return channels;
  }

  int height() {
    return height;
  }

  int width() {
    return width;
  }

  ImageShape shape() {
    return new ImageShape(channels, height, width);
  }
}
