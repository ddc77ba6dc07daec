package io.entroscope.torch.train;

import io.entroscope.data.PositionHash;
import io.entroscope.data.image.ImageShape;
import io.entroscope.data.image.InputShape;
import io.entroscope.data.image.Preprocessing;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.MemoryFormat;

/**
 * Fills batches with images as model input: normalised, and for training randomly mirrored and
 * shifted. The augmentation of an image depends on seed, epoch and image alone.
 */
final class BatchFiller {
  private final LabelledImages images;
  private final InputShape input;
  private final float[][] tables;
  private final boolean flip;
  private final int crop;
  private final long seed;
  private float[] buffer = new float[0];

  /** Batches without augmentation. */
  BatchFiller(LabelledImages images, InputShape input, Preprocessing preprocessing) {
    this(images, input, preprocessing, false, 0, 0);
  }

  BatchFiller(
      LabelledImages images,
      InputShape input,
      Preprocessing preprocessing,
      boolean flip,
      int crop,
      long seed) {
    int channels = images.shape().channels();
    preprocessing.requireChannels(channels);
    this.images = images;
    this.input = input;
    this.flip = flip;
    this.crop = crop;
    this.seed = seed;
    this.tables = new float[channels][256];
    for (int channel = 0; channel < channels; channel++) {
      double mean = value(preprocessing.mean(), channel);
      double deviation = value(preprocessing.std(), channel);
      for (int pixel = 0; pixel < 256; pixel++) {
        tables[channel][pixel] = (float) ((pixel * preprocessing.scale() - mean) / deviation);
      }
    }
  }

  private static double value(List<Double> values, int channel) {
    return values.get(values.size() == 1 ? 0 : channel);
  }

  /** The labels of these images, of shape [count]. */
  Tensor labels(int[] order, int from, int count) {
    long[] labels = new long[count];
    for (int i = 0; i < count; i++) {
      labels[i] = images.label(order[from + i]);
    }
    return Tensor.create(labels);
  }

  /** These images as the model's input, [count, ...]; the tensor belongs to the caller's scope. */
  Tensor inputs(int[] order, int from, int count, int epoch) {
    ImageShape shape = images.shape();
    int elements = shape.elements();
    if (buffer.length != count * elements) {
      buffer = new float[count * elements];
    }
    for (int i = 0; i < count; i++) {
      int image = order[from + i];
      long random = PositionHash.hash(PositionHash.hash(seed, epoch), image);
      int down = crop == 0 ? 0 : shift(random >>> 1);
      int right = crop == 0 ? 0 : shift(random >>> 24);
      write(images.pixels(image), i * elements, flip && (random & 1) == 1, down, right);
    }
    Tensor planes = Tensor.create(buffer, count, shape.channels(), shape.height(), shape.width());
    return switch (input.layout()) {
      case NCHW -> planes.contiguous(MemoryFormat.ChannelsLast);
      case NHWC -> planes.permute(0, 2, 3, 1).contiguous();
      case FLAT_HWC -> planes.permute(0, 2, 3, 1).contiguous().reshape(input.tensorShape(count));
      case NHW, FLAT -> planes.reshape(input.tensorShape(count));
    };
  }

  private int shift(long random) {
    return (int) Long.remainderUnsigned(random & 0x3FFFFF, 2L * crop + 1) - crop;
  }

  private void write(byte[] pixels, int at, boolean mirrored, int down, int right) {
    int height = images.shape().height();
    int width = images.shape().width();
    int to = at;
    for (int channel = 0; channel < tables.length; channel++) {
      float[] table = tables[channel];
      int plane = channel * height * width;
      for (int y = 0; y < height; y++) {
        int row = y + down;
        boolean inside = row >= 0 && row < height;
        for (int x = 0; x < width; x++) {
          int column = (mirrored ? width - 1 - x : x) + right;
          // Pixels beyond the edge are the mean, which is 0 after normalisation.
          buffer[to++] =
              inside && column >= 0 && column < width
                  ? table[pixels[plane + row * width + column] & 0xFF]
                  : 0;
        }
      }
    }
  }

  /** The order of the images in an epoch, by a Fisher-Yates shuffle. */
  static int[] shuffled(int count, long seed, int epoch) {
    long stream = PositionHash.hash(seed ^ 0x5DEECE66DL, epoch);
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      int j = (int) Long.remainderUnsigned(PositionHash.hash(stream, i), i + 1L);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  /** The indices 0, 1, 2 and so on. */
  static int[] inOrder(int count) {
    int[] order = new int[count];
    Arrays.setAll(order, i -> i);
    return order;
  }
}
