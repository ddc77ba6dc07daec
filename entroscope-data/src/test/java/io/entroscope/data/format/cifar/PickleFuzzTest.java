package io.entroscope.data.format.cifar;

import io.entroscope.data.DataException;
import io.entroscope.data.DataSpec;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.TestData;
import io.entroscope.data.format.DataSets;
import io.entroscope.data.format.MemoryFolder;
import io.entroscope.data.image.ImageShape;
import io.entroscope.data.image.PixelImage;
import io.entroscope.testing.Fuzz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No pickled file of CIFAR's, however damaged, does more than be refused in one line. */
class PickleFuzzTest {
  private static final int EXECUTIONS = 1_000;

  @TempDir(factory = MemoryFolder.class)
  Path folder;

  private final List<PixelImage> images =
      TestData.images(new Random(3), 2, new ImageShape(3, 32, 32));

  @Test
  void pickle() throws IOException {
    Path batch = folder.resolve("test_batch");
    Fuzz.of("pickle", DataException.class)
        .from(new Pickler().data(images, false).labels("labels", 6, 5).done())
        .from(new Pickler().data(images, true).labels("labels", 6, 5).done())
        .with(PickleFuzzTest::inTheInstructions)
        .run(
            EXECUTIONS,
            input -> {
              Files.write(batch, input);
              try (ImageDataSet data = DataSets.open(DataSpec.of(folder))) {
                data.image(data.size() - 1);
                data.label(0);
              }
            });
  }

  /** A change among the few bytes that are no pixels. */
  private static byte[] inTheInstructions(byte[] input, Random random) {
    byte[] changed = input.clone();
    if (changed.length > 0) {
      int near = Math.min(changed.length, 256);
      int at =
          random.nextBoolean() ? random.nextInt(near) : changed.length - 1 - random.nextInt(near);
      changed[at] = changed[random.nextInt(near)];
    }
    return changed;
  }
}
