package io.entroscope.benchmarks;

import io.entroscope.data.DataSpec;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.format.DataSets;
import io.entroscope.data.format.idx.IdxWriter;
import io.entroscope.data.image.PixelImage;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;

/** Datasets in the formats that real ones come in, written for a benchmark. */
final class Images {
  static final int SIDE = 32;
  private static final int CIFAR_PIXELS = 3 * SIDE * SIDE;
  private static final int CLASSES = 10;

  private Images() {}

  /** Random pixels in CIFAR-10's binary format. */
  static ImageDataSet cifar(Path folder, int images) throws IOException {
    Random random = new Random(2);
    Path file = folder.resolve("test_batch.bin");
    try (OutputStream out = Files.newOutputStream(file)) {
      byte[] record = new byte[1 + CIFAR_PIXELS];
      for (int i = 0; i < images; i++) {
        random.nextBytes(record);
        record[0] = (byte) (i % CLASSES);
        out.write(record);
      }
    }
    return DataSets.open(DataSpec.of(file));
  }

  /**
   * Pictures of soft colour fields with a little noise, which compress like photographs, in a
   * folder for each class.
   *
   * @param format as Image I/O calls it, such as {@code jpg}
   * @param side their width and height
   */
  static ImageDataSet folder(Path folder, int images, String format, int side) throws IOException {
    Random random = new Random(2);
    for (int i = 0; i < images; i++) {
      Path ofClass = Files.createDirectories(folder.resolve("class" + i % CLASSES));
      ImageIO.write(picture(random, side), format, ofClass.resolve(i + "." + format).toFile());
    }
    return DataSets.open(DataSpec.of(folder));
  }

  private static BufferedImage picture(Random random, int side) {
    BufferedImage picture = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    double[] waves = random.doubles(4 * 3, 0, 0.3).toArray();
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        int rgb = 0;
        for (int c = 0; c < 3; c++) {
          double wave = Math.sin(waves[c] * x + waves[3 + c]) * Math.cos(waves[6 + c] * y);
          int level = (int) (128 + 100 * wave + 6 * random.nextGaussian());
          rgb = rgb << 8 | Math.min(Math.max(level, 0), 255);
        }
        picture.setRGB(x, y, rgb);
      }
    }
    return picture;
  }

  /** The images of a dataset of grey ones, over and over, as IDX. */
  static ImageDataSet repeated(Path source, Path folder, int images) throws IOException {
    List<PixelImage> pixels = new ArrayList<>();
    int[] labels = new int[images];
    try (ImageDataSet data = DataSets.open(DataSpec.of(source))) {
      for (int i = 0; i < images; i++) {
        pixels.add(i < data.size() ? data.image(i) : pixels.get(i % data.size()));
        labels[i] = data.label(i % data.size());
      }
    }
    Files.createDirectories(folder);
    IdxWriter.writeImages(folder.resolve("t10k-images-idx3-ubyte"), pixels);
    IdxWriter.writeLabels(folder.resolve("t10k-labels-idx1-ubyte"), labels);
    return DataSets.open(DataSpec.of(folder));
  }
}
