package io.entroscope.data.image.internal;

import io.entroscope.data.image.ImageShape;

/**
 * Decodes binary Netpbm images of 8 bits: P5 (.pgm, grey) and P6 (.ppm, RGB). After the magic come
 * width, height and the highest value as decimal numbers, with comments from {@code #} to the end
 * of the line, one white space, and the values row by row.
 */
final class PnmDecoder {
  private static final int HIGHEST = 255;
  private static final int LARGEST_SIDE = 65_535;

  private final byte[] bytes;
  private final int end;
  private int at;

  private PnmDecoder(byte[] bytes, int start, int length) {
    this.bytes = bytes;
    this.end = start + length;
    this.at = start + 2;
  }

  /**
   * Decodes an image; {@code into} refers to {@code bytes} afterwards.
   *
   * @throws CorruptImageException if it is not whole, or has more than 8 bits
   */
  static void decode(byte[] bytes, int start, int length, Pixels into)
      throws CorruptImageException {
    int channels = bytes[start + 1] == '6' ? 3 : 1;
    PnmDecoder header = new PnmDecoder(bytes, start, length);
    int width = header.number(LARGEST_SIDE);
    int height = header.number(LARGEST_SIDE);
    if (header.number(LARGEST_SIDE) != HIGHEST) {
      throw new CorruptImageException("its highest value is not 255; convert it to PNG");
    }
    ImageFileDecoder.requireBounded(width, height);
    long size = (long) channels * height * width;
    if (header.end - header.at - 1 < size) {
      throw new CorruptImageException("it is cut off");
    }
    into.strided(bytes, header.at + 1, new ImageShape(channels, height, width), channels, 1);
  }

  private int number(int highest) throws CorruptImageException {
    skipBlanks();
    int value = 0;
    int first = at;
    while (at < end && bytes[at] >= '0' && bytes[at] <= '9' && value <= highest) {
      value = 10 * value + bytes[at++] - '0';
    }
    if (at == first || value < 1 || value > highest) {
      throw new CorruptImageException("its header is damaged");
    }
    return value;
  }

  private void skipBlanks() {
    boolean comment = false;
    while (at < end && (comment || bytes[at] == '#' || bytes[at] <= ' ')) {
      comment = bytes[at] == '#' || (comment && bytes[at] != '\n');
      at++;
    }
  }
}
