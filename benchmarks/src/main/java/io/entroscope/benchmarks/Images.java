package io.entroscope.benchmarks;

import io.entroscope.data.DataSets;
import io.entroscope.data.DataSpec;
import io.entroscope.data.IdxWriter;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.PixelImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Data sets in the formats that real ones come in, written for a benchmark. */
final class Images {
  private static final int CIFAR_PIXELS = 3 * 32 * 32;
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

  /** The images of a data set of grey ones, over and over, as IDX. */
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
