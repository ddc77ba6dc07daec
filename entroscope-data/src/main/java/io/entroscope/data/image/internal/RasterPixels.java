package io.entroscope.data.image.internal;

import io.entroscope.data.image.ImageShape;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;

/**
 * Takes the 8-bit values out of decoded images as they were stored: no colour management, alpha
 * dropped, palettes looked up, of 16 bits the upper eight; as Pillow's {@code convert("RGB")} and
 * {@code convert("L")} have it.
 */
final class RasterPixels {
  private byte[] values = new byte[0];

  /** Extracts an image; {@code into} refers to memory that is used again. */
  void extract(BufferedImage image, Pixels into) throws CorruptImageException {
    Raster raster = image.getRaster();
    int height = image.getHeight();
    int width = image.getWidth();
    ColorModel colors = image.getColorModel();
    if (colors instanceof IndexColorModel palette) {
      fromPalette(raster, palette, into);
      return;
    }
    int bands = raster.getNumBands();
    int channels = colors.getNumColorComponents();
    int type = colors.getColorSpace().getType();
    if (type != (channels == 1 ? ColorSpace.TYPE_GRAY : ColorSpace.TYPE_RGB)
        || bands != colors.getNumComponents()) {
      throw new CorruptImageException("its colours are neither grey nor RGB; convert it to RGB");
    }
    if (raster.getSampleModel() instanceof PixelInterleavedSampleModel model
        && raster.getDataBuffer() instanceof DataBufferByte buffer
        && isDense(raster, model, channels)) {
      int[] offsets = model.getBandOffsets();
      int toNext = channels == 1 ? 0 : offsets[1] - offsets[0];
      into.strided(
          buffer.getData(),
          offsets[0],
          new ImageShape(channels, height, width),
          model.getPixelStride(),
          toNext);
    } else {
      reserve(channels * height * width);
      copySamples(raster, channels, height, width);
      into.strided(values, 0, new ImageShape(channels, height, width), channels, 1);
    }
  }

  /**
   * Converts an image of four channels, as JPEG stores them by Adobe's convention, from inverted
   * CMYK to RGB as libjpeg and Pillow do.
   *
   * @param converted whether the first three are luminance and chrominance
   */
  void extractFour(Raster raster, boolean converted, Pixels into) {
    int height = raster.getHeight();
    int width = raster.getWidth();
    reserve(3 * height * width);
    int[] row = new int[4 * width];
    int at = 0;
    for (int y = 0; y < height; y++) {
      raster.getPixels(0, y, width, 1, row);
      for (int x = 0; x < 4 * width; x += 4) {
        if (converted) {
          toInverseInks(row, x);
        }
        for (int c = 0; c < 3; c++) {
          values[at++] = (byte) light(row[x + c], row[x + 3]);
        }
      }
    }
    into.strided(values, 0, new ImageShape(3, height, width), 3, 1);
  }

  /** Undoes the conversion to YCbCr, in libjpeg's 16-bit fixed point. */
  private static void toInverseInks(int[] row, int at) {
    int luminance = row[at];
    int blue = row[at + 1] - 128;
    int red = row[at + 2] - 128;
    int half = 1 << 15;
    row[at] = 255 - clamp(luminance + ((91881 * red + half) >> 16));
    row[at + 1] = 255 - clamp(luminance + ((-22554 * blue - 46802 * red + half) >> 16));
    row[at + 2] = 255 - clamp(luminance + ((116130 * blue + half) >> 16));
  }

  /** What a colour of ink and black let through, both inverted; in Pillow's rounding. */
  private static int light(int ink, int black) {
    int product = (255 - ink) * black + 128;
    return clamp(black - ((product + (product >> 8)) >> 8));
  }

  private static int clamp(int value) {
    return Math.max(0, Math.min(255, value));
  }

  /** Whether pixels lie one after the other, with their channels the same distance apart. */
  private static boolean isDense(Raster raster, PixelInterleavedSampleModel model, int channels) {
    int[] offsets = model.getBandOffsets();
    return raster.getSampleModelTranslateX() == 0
        && raster.getSampleModelTranslateY() == 0
        && raster.getDataBuffer().getOffset() == 0
        && model.getScanlineStride() == raster.getWidth() * model.getPixelStride()
        && (channels == 1 || offsets[2] - offsets[1] == offsets[1] - offsets[0]);
  }

  private void copySamples(Raster raster, int channels, int height, int width)
      throws CorruptImageException {
    for (int c = 0; c < channels; c++) {
      int bits = raster.getSampleModel().getSampleSize(c);
      if (bits != 8 && bits != 16) {
        throw new CorruptImageException(
            "it has " + bits + " bits per channel; only 8 and 16 are read");
      }
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          int sample = raster.getSample(x, y, c);
          values[(y * width + x) * channels + c] = (byte) (bits == 16 ? sample >> 8 : sample);
        }
      }
    }
  }

  private void fromPalette(Raster raster, IndexColorModel palette, Pixels into) {
    int height = raster.getHeight();
    int width = raster.getWidth();
    int channels = isGrey(palette) ? 1 : 3;
    reserve(channels * height * width);
    int at = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int rgb = palette.getRGB(raster.getSample(x, y, 0));
        for (int c = 0; c < channels; c++) {
          values[at++] = (byte) (rgb >> (16 - 8 * c));
        }
      }
    }
    into.strided(values, 0, new ImageShape(channels, height, width), channels, 1);
  }

  private static boolean isGrey(IndexColorModel palette) {
    for (int i = 0; i < palette.getMapSize(); i++) {
      if (palette.getRed(i) != palette.getGreen(i) || palette.getRed(i) != palette.getBlue(i)) {
        return false;
      }
    }
    return true;
  }

  private void reserve(int length) {
    if (values.length < length) {
      values = new byte[length];
    }
  }
}
