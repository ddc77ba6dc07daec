package io.entroscope.data.image.internal;

import io.entroscope.data.image.InputShape;
import io.entroscope.data.image.Layout;
import io.entroscope.data.image.PixelFitter;
import io.entroscope.data.image.Preprocessing;
import java.nio.FloatBuffer;

/**
 * Writes images into a model's input: channels, size, {@code (pixel · scale − mean) / std}, layout.
 * One per thread. The 256 results of the arithmetic are looked up, one table per channel.
 */
public final class Normalizer {
  private final InputShape input;
  private final PixelFitter fitter;
  private final float[][] tables;
  private final float[] values;

  public Normalizer(Preprocessing preprocessing, InputShape input) {
    int channels = input.image().channels();
    preprocessing.requireChannels(channels);
    this.input = input;
    this.fitter = new PixelFitter(channels, preprocessing.resize());
    this.tables = new float[channels][256];
    for (int channel = 0; channel < channels; channel++) {
      for (int pixel = 0; pixel < 256; pixel++) {
        tables[channel][pixel] = preprocessing.apply(pixel, channel);
      }
    }
    this.values = new float[input.elements()];
  }

  public InputShape input() {
    return input;
  }

  /**
   * Writes an image as the {@code index}-th of a batch.
   *
   * @throws ImageSizeException if it has another size than the model takes
   */
  public void write(Pixels image, FloatBuffer batch, int index) throws ImageSizeException {
    Pixels fitted = fitter.fit(image);
    if (fitted.height() != input.image().height() || fitted.width() != input.image().width()) {
      throw new ImageSizeException(image.shape());
    }
    int channels = tables.length;
    int plane = fitted.height() * fitted.width();
    boolean pixelByPixel = input.layout() == Layout.NHWC || input.layout() == Layout.FLAT_HWC;
    int step = fitted.pixelStride();
    byte[] data = fitted.data();
    for (int channel = 0; channel < channels; channel++) {
      int from = fitted.start(fitted.channels() == 1 ? 0 : channel);
      int to = pixelByPixel ? channel : channel * plane;
      lookUp(data, from, step, tables[channel], to, pixelByPixel ? channels : 1, plane);
    }
    batch.put(index * values.length, values, 0, values.length);
  }

  private void lookUp(
      byte[] data, int from, int step, float[] table, int to, int toStep, int count) {
    if (step == 1 && toStep == 1) {
      for (int i = 0; i < count; i++) {
        values[to + i] = table[data[from + i] & 0xFF];
      }
      return;
    }
    for (int i = 0; i < count; i++) {
      values[to + i * toStep] = table[data[from + i * step] & 0xFF];
    }
  }
}
