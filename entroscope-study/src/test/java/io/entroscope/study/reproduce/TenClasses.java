package io.entroscope.study.reproduce;

import io.entroscope.testing.BrightRows;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * Small data sets in the form of MNIST and CIFAR-10, whose classes differ in the row that is
 * bright.
 */
final class TenClasses {
  static final int TRAIN = 300;
  private static final int TEST = 100;

  private TenClasses() {}

  /** Writes both below a folder. */
  static void write(Path root) {
    try {
      mnist(Files.createDirectories(root.resolve("mnist")));
      cifar(Files.createDirectories(root.resolve("cifar-10-batches-bin")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void mnist(Path folder) {
    mnist(folder, 1);
  }

  static void mnist(Path folder, long seed) {
    BrightRows.ten(28).write(folder, "train", TRAIN, seed);
    BrightRows.ten(28).write(folder, "t10k", TEST, seed + 1);
  }

  private static void cifar(Path folder) throws IOException {
    Files.write(folder.resolve("data_batch_1.bin"), records(TRAIN, 3));
    Files.write(folder.resolve("test_batch.bin"), records(TEST, 4));
  }

  private static byte[] records(int count, long seed) {
    Random random = new Random(seed);
    BrightRows rows = BrightRows.ten(32);
    ByteArrayOutputStream records = new ByteArrayOutputStream();
    for (int i = 0; i < count; i++) {
      records.write(i % rows.classes());
      for (int channel = 0; channel < 3; channel++) {
        records.writeBytes(rows.pixels(i % rows.classes(), random));
      }
    }
    return records.toByteArray();
  }
}
