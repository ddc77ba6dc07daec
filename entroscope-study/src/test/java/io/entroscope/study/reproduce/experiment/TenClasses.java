package io.entroscope.study.reproduce.experiment;

import io.entroscope.data.format.idx.IdxWriter;
import io.entroscope.data.image.ImageShape;
import io.entroscope.data.image.PixelImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Small datasets in the form of MNIST and CIFAR-10, whose classes differ in the row that is bright.
 */
public final class TenClasses {
  /** Training images of each dataset. */
  public static final int TRAIN = 300;

  private static final int TEST = 100;
  private static final int CLASSES = 10;

  private TenClasses() {}

  /** Writes both below a folder. */
  public static void write(Path root) {
    try {
      mnist(Files.createDirectories(root.resolve("mnist")));
      cifar(Files.createDirectories(root.resolve("cifar-10-batches-bin")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static void mnist(Path folder) {
    mnist(folder, 1);
  }

  public static void mnist(Path folder, long seed) {
    write(folder, "train", TRAIN, seed);
    write(folder, "t10k", TEST, seed + 1);
  }

  private static void write(Path folder, String part, int count, long seed) {
    List<PixelImage> images = new ArrayList<>();
    int[] labels = new int[count];
    Random random = new Random(seed);
    for (int i = 0; i < count; i++) {
      labels[i] = i % CLASSES;
      images.add(new PixelImage(new ImageShape(1, 28, 28), pixels(28, labels[i], random)));
    }
    IdxWriter.writeImages(folder.resolve(part + "-images-idx3-ubyte.gz"), images);
    IdxWriter.writeLabels(folder.resolve(part + "-labels-idx1-ubyte.gz"), labels);
  }

  private static void cifar(Path folder) throws IOException {
    Files.write(folder.resolve("data_batch_1.bin"), records(TRAIN, 3));
    Files.write(folder.resolve("test_batch.bin"), records(TEST, 4));
  }

  private static byte[] records(int count, long seed) {
    Random random = new Random(seed);
    ByteArrayOutputStream records = new ByteArrayOutputStream();
    for (int i = 0; i < count; i++) {
      records.write(i % CLASSES);
      for (int channel = 0; channel < 3; channel++) {
        records.writeBytes(pixels(32, i % CLASSES, random));
      }
    }
    return records.toByteArray();
  }

  private static byte[] pixels(int side, int label, Random random) {
    byte[] pixels = new byte[side * side];
    for (int p = 0; p < pixels.length; p++) {
      boolean bright = p / side / 2 == label + 1;
      pixels[p] = (byte) (random.nextInt(120) + (bright ? 120 : 0));
    }
    return pixels;
  }
}
