package io.entroscope.data;

import io.entroscope.data.batch.Batch;
import io.entroscope.data.batch.BatchPlan;
import io.entroscope.data.batch.BatchReader;
import io.entroscope.data.format.idx.IdxWriter;
import io.entroscope.data.image.ImageShape;
import io.entroscope.data.image.InputShape;
import io.entroscope.data.image.PixelImage;
import io.entroscope.data.image.Preprocessing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Small datasets for tests, made from a seed. */
public final class TestData {
  private TestData() {}

  /** Random grey images. */
  public static List<PixelImage> images(Random random, int count, ImageShape shape) {
    List<PixelImage> images = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] values = new byte[shape.elements()];
      random.nextBytes(values);
      images.add(new PixelImage(shape, values));
    }
    return images;
  }

  /** Labels 0, 1, … classes − 1, 0, 1, … */
  public static int[] labels(int count, int classes) {
    return IntStream.range(0, count).map(i -> i % classes).toArray();
  }

  /** Writes an IDX pair as {@code t10k-images-idx3-ubyte} and so on, with the suffix given. */
  public static void writeIdx(Path folder, List<PixelImage> images, int[] labels, String suffix) {
    IdxWriter.writeImages(folder.resolve("t10k-images-idx3-ubyte" + suffix), images);
    IdxWriter.writeLabels(folder.resolve("t10k-labels-idx1-ubyte" + suffix), labels);
  }

  /**
   * Writes images as {@code root/<class>/<number>.png}; the images of class i are i, i + classes…
   */
  public static void writeFolder(Path root, List<PixelImage> images, List<String> classes)
      throws IOException {
    for (int i = 0; i < images.size(); i++) {
      Path folder = root.resolve(classes.get(i % classes.size()));
      Files.createDirectories(folder);
      Files.write(folder.resolve(String.format("%04d.png", i)), images.get(i).png());
    }
  }

  /** All images of a dataset scaled to [0, 1], in batches of 16, read by two threads. */
  public static List<float[]> read(ImageDataSet data, InputShape input) {
    BatchPlan plan = BatchPlan.of(IntStream.range(0, data.size()).toArray(), 16);
    try (BatchReader reader =
        BatchReader.open(data, plan, Preprocessing.DEFAULT, input, new BatchReader.Ahead(2, 3))) {
      return readAll(reader);
    }
  }

  /** All batches in order of their number, each as one array. */
  public static List<float[]> readAll(BatchReader reader) {
    List<float[]> all = new ArrayList<>();
    while (true) {
      Batch batch = reader.next();
      if (batch == null) {
        return all;
      }
      try (batch) {
        float[] values = new float[batch.inputs().remaining()];
        batch.inputs().get(values);
        while (all.size() <= batch.index()) {
          all.add(new float[0]);
        }
        all.set(batch.index(), values);
      }
    }
  }
}
