package io.entroscope.data.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entroscope.data.DataException;
import io.entroscope.data.DataSpec;
import io.entroscope.data.Format;
import io.entroscope.data.Split;
import io.entroscope.data.TestData;
import io.entroscope.data.image.ImageShape;
import io.entroscope.data.image.PixelImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataSetsTest {
  @TempDir Path folder;

  private static void assertRefused(DataSpec spec, String... parts) {
    assertThatThrownBy(() -> DataSets.open(spec))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll(parts)
        .message()
        .doesNotContain("\n");
  }

  @Test
  void refusesWhatIsNotThere() {
    assertRefused(DataSpec.of(folder.resolve("none")), "no data at", "none", "check the path");
  }

  @Test
  void refusesFoldersWithoutADataSet() throws IOException {
    assertRefused(DataSpec.of(folder), "is empty", "IDX", "CIFAR", "class");
    Files.writeString(folder.resolve("notes.txt"), "hello");
    assertRefused(DataSpec.of(folder), "no dataset in", "IDX", "CIFAR");
    PixelImage image = TestData.images(new Random(1), 1, new ImageShape(1, 3, 3)).get(0);
    Files.write(folder.resolve("1.png"), image.png());
    assertRefused(DataSpec.of(folder), "no class folders");
  }

  @Test
  void refusesFilesOfOtherKinds() throws IOException {
    Path file = folder.resolve("file");
    Files.write(file, new byte[0]);
    assertRefused(DataSpec.of(file), "is empty");
    Files.writeString(file, "just some text");
    assertRefused(DataSpec.of(file), "in no known format", "`format`");
    PixelImage image = TestData.images(new Random(1), 1, new ImageShape(1, 3, 3)).get(0);
    Files.write(file, image.png());
    assertRefused(DataSpec.of(file), "single image");
    byte[] noise = new byte[5000];
    new Random(4).nextBytes(noise);
    Files.write(file, noise);
    assertRefused(DataSpec.of(file), "in no known format");
    noise[0] = 0x1F;
    noise[1] = (byte) 0x8B;
    Files.write(file, noise);
    assertRefused(DataSpec.of(file), "file");
  }

  @Test
  void refusesAFormatThatIsNotTheFilesOwn() throws IOException {
    TestData.writeIdx(
        folder,
        TestData.images(new Random(1), 4, new ImageShape(1, 3, 3)),
        TestData.labels(4, 2),
        "");
    Path images = folder.resolve("t10k-images-idx3-ubyte");
    assertRefused(DataSpec.of(folder).withFormat(Format.CIFAR), "no cifar data");
    assertRefused(DataSpec.of(folder).withFormat(Format.FOLDER), "no class folders");
    assertRefused(DataSpec.of(folder).withFormat(Format.ZIP), "is a folder, not a .zip");
    assertRefused(DataSpec.of(images).withFormat(Format.CIFAR), "52 bytes");
    assertRefused(DataSpec.of(images).withFormat(Format.FOLDER), "is a file");
    assertRefused(DataSpec.of(images).withFormat(Format.ZIP), "not a .zip");
    assertRefused(DataSpec.of(images).withFormat(Format.TAR), "t10k-images-idx3-ubyte");
    Path text = folder.resolve("text");
    Files.write(text, "hello".getBytes(StandardCharsets.UTF_8));
    assertRefused(DataSpec.of(text).withFormat(Format.IDX), "does not hold grey images");
  }

  @Test
  void leavesParquetToSpark() throws IOException {
    Path file = folder.resolve("set/data/test-00000-of-00001.parquet");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "PAR1 and so on");
    Files.writeString(folder.resolve("set/README.md"), "a dataset");
    for (Path path : List.of(file, file.getParent(), folder.resolve("set"), folder)) {
      assertThat(DataSets.format(DataSpec.of(path))).as("%s", path).isEqualTo(Format.PARQUET);
      assertRefused(DataSpec.of(path), "Apache Spark");
    }
    assertThat(DataSets.format(DataSpec.of(folder).withFormat(Format.PARQUET)))
        .isEqualTo(Format.PARQUET);
  }

  @Test
  void refusesToTransposeWhatIsNotIdx() throws IOException {
    PixelImage image = TestData.images(new Random(1), 1, new ImageShape(1, 3, 3)).get(0);
    TestData.writeFolder(folder, Arrays.asList(image), Arrays.asList("a"));
    assertRefused(DataSpec.of(folder).withTranspose(true), "not in IDX format");
  }

  @Test
  void offersNearestNames() {
    assertThatThrownBy(() -> Format.parse("indx"))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("'indx'", "idx", "cifar", "folder", "zip", "tar");
    assertThatThrownBy(() -> Split.parse("tests"))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("'tests'", "train, val, test");
    assertThat(Format.parse("ZIP")).isEqualTo(Format.ZIP);
    assertThat(Split.parse("Validation")).isEqualTo(Split.VAL);
  }
}
