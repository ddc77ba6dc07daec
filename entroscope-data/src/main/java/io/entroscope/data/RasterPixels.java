package io.entroscope.data;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentSampleModel;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
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
    if (bands > 4) {
      throw new CorruptImageException("it has " + bands + " channels; only grey and RGB are read");
    }
    int channels = bands < 3 ? 1 : 3;
    reserve(channels * height * width);
    if (raster.getSampleModel() instanceof ComponentSampleModel model
        && raster.getDataBuffer() instanceof DataBufferByte buffer
        && raster.getSampleModelTranslateX() == 0
        && raster.getSampleModelTranslateY() == 0) {
      copyBytes(model, buffer, channels, height, width);
    } else {
      copySamples(raster, channels, height, width);
    }
    into.interleaved(values, 0, channels, height, width);
  }

  private void copyBytes(
      ComponentSampleModel model, DataBufferByte buffer, int channels, int height, int width) {
    for (int c = 0; c < channels; c++) {
      byte[] bank = buffer.getData(model.getBankIndices()[c]);
      int step = model.getPixelStride();
      for (int y = 0; y < height; y++) {
        int from =
            buffer.getOffsets()[model.getBankIndices()[c]]
                + model.getBandOffsets()[c]
                + y * model.getScanlineStride();
        int to = y * width * channels + c;
        for (int x = 0; x < width; x++) {
          values[to + x * channels] = bank[from + x * step];
        }
      }
    }
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
    into.interleaved(values, 0, channels, height, width);
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
