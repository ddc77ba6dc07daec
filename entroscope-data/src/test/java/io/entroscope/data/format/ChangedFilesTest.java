package io.entroscope.data.format;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entroscope.data.DataException;
import io.entroscope.data.DataSet;
import io.entroscope.data.DataSpec;
import io.entroscope.data.TestData;
import io.entroscope.data.format.array.NpyWriter;
import io.entroscope.data.image.ImageShape;
import io.entroscope.data.image.PixelImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of each format that are changed or removed while a dataset is open. */
class ChangedFilesTest {
  private static final int IMAGES = 4;

  @TempDir Path folder;

  private final List<PixelImage> images =
      TestData.images(new Random(3), IMAGES, new ImageShape(1, 5, 4));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "idx", "idx.gz", "cifar", "csv", "folder", "zip", "tar", "tar.gz", "npy", "npz", "tsv"
      })
  void areNoticed(String format) throws IOException {
    Path file = write(format);
    byte[] whole = Files.readAllBytes(file);
    FileTime then = Files.getLastModifiedTime(file);
    try (DataSet data = DataSets.openAny(DataSpec.of(where(file)))) {
      assertThatCode(() -> check(data)).doesNotThrowAnyException();

      Files.setLastModifiedTime(file, FileTime.fromMillis(then.toMillis() - 60_000));
      assertThatThrownBy(() -> check(data)).as("another time").hasMessageContaining("was changed");

      Files.write(file, new byte[whole.length / 2]);
      Files.setLastModifiedTime(file, then);
      assertThatThrownBy(() -> check(data)).as("truncated").hasMessageContaining("was changed");

      Files.delete(file);
      assertThatThrownBy(() -> check(data))
          .isInstanceOf(DataException.class)
          .hasMessageStartingWith(file + " was removed while it was in use");

      Files.write(file, whole);
      Files.setLastModifiedTime(file, then);
      assertThatCode(() -> check(data)).as("put back").doesNotThrowAnyException();
    }
  }

  private static void check(DataSet data) {
    data.requireUnchanged(IntStream.range(0, data.size()));
  }

  /** Archives are named as such, all else by the folder. */
  private Path where(Path file) {
    boolean archive = file.getFileName().toString().startsWith("set.");
    return archive ? file : folder;
  }

  private Path write(String format) throws IOException {
    switch (format) {
      case "idx", "idx.gz" -> {
        String suffix = format.endsWith(".gz") ? ".gz" : "";
        TestData.writeIdx(folder, images, TestData.labels(IMAGES, 2), suffix);
        return folder.resolve("t10k-images-idx3-ubyte" + suffix);
      }
      case "cifar" -> {
        return Files.write(folder.resolve("test_batch.bin"), new byte[2 * (1 + 3 * 32 * 32)]);
      }
      case "csv" -> {
        return text("test.csv", "label,pixel0,pixel1,pixel2,pixel3\n1,1,2,3,4\n0,5,6,7,8\n");
      }
      case "tsv" -> {
        return text("test.tsv", "text\tlabel\nx\t1\ny\t0\n");
      }
      case "folder" -> {
        for (Map.Entry<String, byte[]> picture : pictures().entrySet()) {
          Path file = folder.resolve(picture.getKey());
          Files.createDirectories(file.getParent());
          Files.write(file, picture.getValue());
        }
        return folder.resolve("test/dog/2.png");
      }
      case "zip" -> {
        return Files.write(folder.resolve("set.zip"), Containers.zip(pictures()));
      }
      case "tar" -> {
        return Files.write(folder.resolve("set.tar"), Containers.tar(pictures()));
      }
      case "tar.gz" -> {
        byte[] packed = Containers.gzip(Containers.tar(pictures()), new Random(0));
        return Files.write(folder.resolve("set.tar.gz"), packed);
      }
      default -> {
        return arrays(format);
      }
    }
  }

  private Path arrays(String format) throws IOException {
    Path x = folder.resolve("x.npy");
    Path labels = folder.resolve("labels.npy");
    NpyWriter.floats(x, new int[] {3, 2}, new float[] {1, 2, 3, 4, 5, 6});
    NpyWriter.longs(labels, 0, 1, 0);
    if (format.equals("npy")) {
      return x;
    }
    Map<String, byte[]> both = new LinkedHashMap<>();
    both.put("x.npy", Files.readAllBytes(x));
    both.put("labels.npy", Files.readAllBytes(labels));
    return Files.write(folder.resolve("set.npz"), Containers.zip(both));
  }

  private Path text(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private Map<String, byte[]> pictures() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("test/cat/1.png", images.get(0).png());
    files.put("test/dog/2.png", images.get(1).png());
    return files;
  }
}
