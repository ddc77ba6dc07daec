package io.entroscope.data.image;

import io.entroscope.data.image.internal.Pixels;
import io.entroscope.data.image.internal.Resampler;
import java.util.Optional;

/**
 * Brings images to the channels and the size that a model takes, in 8 bits; one per thread. An
 * image that has them already is passed through as it is.
 */
public final class PixelFitter {
  // ITU-R 601 luma in 16-bit fixed point, the numbers of Pillow's convert("L").
  private static final int LUMA_RED = 19_595;
  private static final int LUMA_GREEN = 38_470;
  private static final int LUMA_BLUE = 7_471;
  private static final int LUMA_HALF = 0x8000;
  private static final int LUMA_BITS = 16;

  private final int channels;
  private final Optional<Resampler> resampler;
  private final Pixels converted = new Pixels();
  private byte[] grey = new byte[0];

  public PixelFitter(int channels, Optional<ImageSize> size) {
    this.channels = channels;
    this.resampler = size.map(Resampler::new);
  }

  /**
   * The image with one channel if the model takes one, and with the model's size if there is one. A
   * grey image for an RGB model stays grey here: its one channel is read three times later.
   */
  public Pixels fit(Pixels image) {
    Pixels fitted = channels == 1 && image.channels() == 3 ? toGrey(image) : image;
    return resampler.isPresent() ? resampler.get().resize(fitted) : fitted;
  }

  private Pixels toGrey(Pixels image) {
    int count = image.height() * image.width();
    if (grey.length < count) {
      grey = new byte[count];
    }
    byte[] data = image.data();
    int step = image.pixelStride();
    int red = image.start(0);
    int green = image.start(1);
    int blue = image.start(2);
    for (int i = 0, at = 0; i < count; i++, at += step) {
      int luma =
          (data[red + at] & 0xFF) * LUMA_RED
              + (data[green + at] & 0xFF) * LUMA_GREEN
              + (data[blue + at] & 0xFF) * LUMA_BLUE;
      grey[i] = (byte) ((luma + LUMA_HALF) >> LUMA_BITS);
    }
    converted.planar(grey, 0, new ImageShape(1, image.height(), image.width()));
    return converted;
  }
}
