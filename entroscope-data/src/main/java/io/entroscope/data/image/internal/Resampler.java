package io.entroscope.data.image.internal;

import io.entroscope.data.image.ImageShape;
import io.entroscope.data.image.ImageSize;

/**
 * Resizes images bilinearly with antialiasing, bit for bit as Pillow's {@code resize(size,
 * BILINEAR)} does images of 8 bits: a triangle filter as wide as the reduction, first along the
 * rows and then along the columns, in 22-bit fixed point with an 8-bit image in between. One per
 * thread.
 */
public final class Resampler {
  // Pillow's PRECISION_BITS: 32 minus 8 for the pixel minus 2 for sums beyond one.
  private static final int PRECISION_BITS = 22;
  private static final int HALF = 1 << (PRECISION_BITS - 1);

  private final ImageSize size;
  private final Pixels result = new Pixels();
  private Weights horizontal;
  private Weights vertical;
  private byte[] between = new byte[0];
  private byte[] resized = new byte[0];

  public Resampler(ImageSize size) {
    this.size = size;
    this.horizontal = Weights.between(size.width(), size.width());
    this.vertical = Weights.between(size.height(), size.height());
  }

  /** The image in the target size; itself if it has that size. What it refers to is used again. */
  public Pixels resize(Pixels image) {
    int height = image.height();
    int width = image.width();
    if (height == size.height() && width == size.width()) {
      return image;
    }
    if (horizontal.from != width) {
      horizontal = Weights.between(width, size.width());
    }
    if (vertical.from != height) {
      vertical = Weights.between(height, size.height());
    }
    int channels = image.channels();
    int betweenPlane = Math.multiplyExact(height, size.width());
    int plane = Math.multiplyExact(size.height(), size.width());
    between = grown(between, Math.multiplyExact(channels, betweenPlane));
    resized = grown(resized, Math.multiplyExact(channels, plane));
    for (int channel = 0; channel < channels; channel++) {
      alongRows(image, channel, channel * betweenPlane);
      alongColumns(channel * betweenPlane, channel * plane);
    }
    result.planar(resized, 0, new ImageShape(channels, size.height(), size.width()));
    return result;
  }

  private void alongRows(Pixels image, int channel, int to) {
    byte[] data = image.data();
    int step = image.pixelStride();
    for (int y = 0; y < image.height(); y++) {
      int row = image.start(channel) + y * image.width() * step;
      int target = to + y * size.width();
      for (int x = 0; x < size.width(); x++) {
        int first = horizontal.first[x];
        int sum = HALF;
        int weight = horizontal.start(x);
        for (int i = 0; i < horizontal.count[x]; i++) {
          sum += (data[row + (first + i) * step] & 0xFF) * horizontal.weights[weight + i];
        }
        between[target + x] = clip(sum);
      }
    }
  }

  private void alongColumns(int from, int to) {
    int width = size.width();
    for (int y = 0; y < size.height(); y++) {
      int first = vertical.first[y];
      int count = vertical.count[y];
      int weight = vertical.start(y);
      for (int x = 0; x < width; x++) {
        int sum = HALF;
        for (int i = 0; i < count; i++) {
          sum += (between[from + (first + i) * width + x] & 0xFF) * vertical.weights[weight + i];
        }
        resized[to + y * width + x] = clip(sum);
      }
    }
  }

  private static byte clip(int sum) {
    return (byte) Math.max(0, Math.min(255, sum >> PRECISION_BITS));
  }

  private static byte[] grown(byte[] array, int length) {
    return array.length >= length ? array : new byte[length];
  }

  /** For each place of a side, the source places that it is made of and their weights. */
  private static final class Weights {
    private final int from;
    private final int widest;
    private final int[] first;
    private final int[] count;
    private final int[] weights;

    private Weights(int from, int to, int widest) {
      this.from = from;
      this.widest = widest;
      this.first = new int[to];
      this.count = new int[to];
      this.weights = new int[to * widest];
    }

    int start(int place) {
      return place * widest;
    }

    static Weights between(int from, int to) {
      double scale = (double) from / to;
      double support = Math.max(scale, 1.0);
      Weights all = new Weights(from, to, (int) Math.ceil(support) * 2 + 1);
      double[] exact = new double[all.widest];
      for (int place = 0; place < to; place++) {
        double centre = (place + 0.5) * scale;
        int low = Math.max(0, (int) (centre - support + 0.5));
        int high = Math.min(from, (int) (centre + support + 0.5));
        double sum = 0;
        for (int i = low; i < high; i++) {
          double distance = Math.abs((i - centre + 0.5) / support);
          exact[i - low] = Math.max(0, 1 - distance);
          sum += exact[i - low];
        }
        all.first[place] = low;
        all.count[place] = high - low;
        for (int i = 0; i < high - low; i++) {
          double weight = sum == 0 ? exact[i] : exact[i] / sum;
          all.weights[all.start(place) + i] = (int) (0.5 + weight * (1 << PRECISION_BITS));
        }
      }
      return all;
    }
  }
}
