package io.entroscope.data.image;

import io.entroscope.data.image.internal.Pixels;
import io.entroscope.files.PngWriter;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * An image of 8 bits per value, for showing.
 *
 * @param shape channels, height and width
 * @param values the values in the order [C, H, W], 0 to 255 as unsigned bytes
 */
public record PixelImage(ImageShape shape, byte[] values) {
  public PixelImage {
    if (values.length != shape.elements()) {
      throw new IllegalArgumentException(values.length + " values for an image of " + shape);
    }
    values = values.clone();
  }

  /** The values in the order [C, H, W], in an array of the caller's own. */
  @Override
  public byte[] values() {
    return values.clone();
  }

  /** The value of a pixel, 0 to 255. */
  public int value(int channel, int row, int column) {
    return values[(channel * shape.height() + row) * shape.width() + column] & 0xFF;
  }

  /** This image as a model is given it before normalisation: with its channels, and resized. */
  public PixelImage as(InputShape input) {
    Pixels pixels = new Pixels();
    pixels.planar(values, 0, shape);
    PixelFitter fitter =
        new PixelFitter(input.image().channels(), Optional.of(input.image().size()));
    return of(fitter.fit(pixels));
  }

  /** The image with rows and columns exchanged. */
  public PixelImage transposed() {
    byte[] exchanged = new byte[values.length];
    shape.transpose(values, 0, exchanged);
    return new PixelImage(shape.transposed(), exchanged);
  }

  /** The image in PNG format. */
  public byte[] png() {
    boolean grey = shape.channels() == 1;
    return PngWriter.write(
        new PngWriter.Picture(
            this::row,
            shape.width(),
            shape.height(),
            grey ? PngWriter.Colours.GREY : PngWriter.Colours.RGB,
            PngWriter.Filter.PAETH,
            OptionalInt.empty()));
  }

  private void row(int y, byte[] into, int at) {
    int channels = shape.channels();
    for (int c = 0; c < channels; c++) {
      int from = (c * shape.height() + y) * shape.width();
      for (int x = 0; x < shape.width(); x++) {
        into[at + x * channels + c] = values[from + x];
      }
    }
  }

  /** A copy of decoded pixels. */
  public static PixelImage of(Pixels pixels) {
    ImageShape shape = pixels.shape();
    byte[] values = new byte[shape.elements()];
    int plane = shape.height() * shape.width();
    for (int c = 0; c < shape.channels(); c++) {
      int from = pixels.start(c);
      for (int i = 0; i < plane; i++) {
        values[c * plane + i] = pixels.data()[from + i * pixels.pixelStride()];
      }
    }
    return new PixelImage(shape, values);
  }
}
