package io.entroscope.cli;

import io.entroscope.data.format.idx.IdxWriter;
import io.entroscope.data.image.ImageShape;
import io.entroscope.data.image.PixelImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Small images of three classes: which row is bright. */
final class BrightRows {
  static final int SIDE = 9;
  private static final int CLASSES = 3;

  private BrightRows() {}

  /** Writes a part of an IDX data set, {@code train} or {@code t10k}. */
  static void write(Path folder, String part, int count, long seed) {
    Random random = new Random(seed);
    List<PixelImage> images = new ArrayList<>();
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      labels[i] = i % CLASSES;
      byte[] pixels = new byte[SIDE * SIDE];
      for (int p = 0; p < pixels.length; p++) {
        boolean bright = p / SIDE == 1 + 3 * labels[i];
        pixels[p] = (byte) (random.nextInt(120) + (bright ? 120 : 0));
      }
      images.add(new PixelImage(new ImageShape(1, SIDE, SIDE), pixels));
    }
    IdxWriter.writeImages(folder.resolve(part + "-images-idx3-ubyte.gz"), images);
    IdxWriter.writeLabels(folder.resolve(part + "-labels-idx1-ubyte.gz"), labels);
  }
}
