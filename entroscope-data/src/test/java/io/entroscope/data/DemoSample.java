package io.entroscope.data;

import io.entroscope.data.format.DataSets;
import io.entroscope.data.format.idx.IdxWriter;
import io.entroscope.data.image.PixelImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Writes the sample of MNIST that the demo runs on; {@code demo/README.md} says how to run it. */
final class DemoSample {
  /** 100 test images of each class, those with the smallest hash of seed 0, in file order. */
  static final Selection CHOICE = Selection.ALL.withPerClass(100);

  private DemoSample() {}

  public static void main(String[] args) throws IOException {
    if (args.length != 2) {
      throw new IllegalArgumentException("give the folder of MNIST, and the folder to write to");
    }
    write(Path.of(args[0]), Path.of(args[1]));
  }

  static void write(Path mnist, Path target) throws IOException {
    Files.createDirectories(target);
    try (ImageDataSet data = DataSets.open(DataSpec.of(mnist))) {
      int[] positions = CHOICE.positions(data);
      List<PixelImage> images = new ArrayList<>();
      for (int position : positions) {
        images.add(data.image(position));
      }
      IdxWriter.writeImages(target.resolve("t10k-images-idx3-ubyte.gz"), images);
      IdxWriter.writeLabels(
          target.resolve("t10k-labels-idx1-ubyte.gz"),
          Arrays.stream(positions).map(data::label).toArray());
    }
  }
}
