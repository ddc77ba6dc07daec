package io.entroscope.study.reproduce.experiment;

import io.entroscope.testing.BrightRows;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * Small datasets in the form of MNIST and CIFAR-10, whose classes differ in the row that is bright.
 */
public final class TenClasses {
  /** Training images of each dataset. */
  public static final int TRAIN = 300;

  private static final int TEST = 100;

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
