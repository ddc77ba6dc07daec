package io.entroscope.data.image;

import java.io.Serializable;

/**
 * The shape of an image: channels (1 for grey, 3 for RGB), height and width in pixels.
 *
 * @param channels 1 or 3
 * @param height at least 1
 * @param width at least 1
 */
public record ImageShape(int channels, int height, int width) implements Serializable {
  public ImageShape {
    if (channels != 1 && channels != 3) {
      throw new IllegalArgumentException("an image has 1 or 3 channels, not " + channels);
    }
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException("an image of " + height + "x" + width + " pixels");
    }
  }

  /** The number of values, channels · height · width. */
  public int elements() {
    return Math.multiplyExact(channels, Math.multiplyExact(height, width));
  }

  /** The shape with rows and columns exchanged. */
  public ImageShape transposed() {
    return new ImageShape(channels, /* height= */ width, /* width= */ height);
  }

  /** Copies an image of this shape in the order [C, H, W] with rows and columns exchanged. */
  public void transpose(byte[] from, int start, byte[] to) {
    for (int c = 0; c < channels; c++) {
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          to[(c * width + x) * height + y] = from[start + (c * height + y) * width + x];
        }
      }
    }
  }

  /** Height and width. */
  public ImageSize size() {
    return new ImageSize(height, width);
  }

  /** For a person: {@code 28x28 grey} or {@code 32x32 RGB}, height first. */
  @Override
  public String toString() {
    return height + "x" + width + (channels == 1 ? " grey" : " RGB");
  }
}
