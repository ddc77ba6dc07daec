package io.entroscope.testing;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/**
 * Small square grey images whose class is where they are bright: easy to learn, and made from a
 * seed. Image i is of class i mod {@code classes}.
 *
 * @param classes how many there are
 * @param side pixels of a side
 * @param first the first bright row of class 0
 * @param height bright rows of an image
 * @param step rows from one class to the next
 */
public record BrightRows(int classes, int side, int first, int height, int step) {
  /** Three classes, 9 x 9. */
  public static final BrightRows THREE = new BrightRows(3, 9, 1, 1, 3);

  private static final int IMAGES = 0x803;
  private static final int LABELS = 0x801;

  /** Ten classes, as MNIST (28) and CIFAR-10 (32) have them. */
  public static BrightRows ten(int side) {
    return new BrightRows(10, side, 2, 2, 2);
  }

  /** The pixels of one image or channel {@code [side, side]}, 0 to 255. */
  public byte[] pixels(int label, Random random) {
    byte[] pixels = new byte[side * side];
    for (int p = 0; p < pixels.length; p++) {
      int row = p / side - first - step * label;
      pixels[p] = (byte) (random.nextInt(120) + (row >= 0 && row < height ? 120 : 0));
    }
    return pixels;
  }

  /**
   * Writes a part of an IDX dataset, gzipped. The format is spelt out here, so that this module
   * depends on none that it helps to test.
   *
   * @param part {@code train} or {@code t10k}
   */
  public void write(Path folder, String part, int count, long seed) {
    Random random = new Random(seed);
    try (DataOutputStream images = open(folder.resolve(part + "-images-idx3-ubyte.gz"));
        DataOutputStream labels = open(folder.resolve(part + "-labels-idx1-ubyte.gz"))) {
      header(images, IMAGES, count, side, side);
      header(labels, LABELS, count);
      for (int i = 0; i < count; i++) {
        images.write(pixels(i % classes, random));
        labels.writeByte(i % classes);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static DataOutputStream open(Path file) throws IOException {
    OutputStream out = Files.newOutputStream(file);
    return new DataOutputStream(new GZIPOutputStream(out));
  }

  private static void header(DataOutputStream out, int magic, int... sizes) throws IOException {
    out.writeInt(magic);
    for (int size : sizes) {
      out.writeInt(size);
    }
  }
}
