package io.entroscope.data.format.cifar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entroscope.data.DataException;
import io.entroscope.data.DataSpec;
import io.entroscope.data.Format;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.Split;
import io.entroscope.data.TestData;
import io.entroscope.data.format.DataSets;
import io.entroscope.data.image.ImageShape;
import io.entroscope.data.image.PixelImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** CIFAR as Python pickled it, and the archives that it is downloaded in. */
class CifarPythonTest {
  private static final ImageShape SHAPE = new ImageShape(3, 32, 32);
  private static final List<PixelImage> IMAGES = TestData.images(new Random(3), 7, SHAPE);

  @TempDir Path folder;

  private static byte[] batch(boolean byColumn) {
    return new Pickler().data(IMAGES, byColumn).labels("labels", 6, 5, 4, 3, 2, 1, 9).done();
  }

  private static byte[] hundred() {
    return new Pickler()
        .labels("fine_labels", 99, 5, 4, 3, 2, 1, 9)
        .labels("coarse_labels", 19, 1, 2, 3, 4, 5, 6)
        .data(IMAGES, false)
        .done();
  }

  private static void assertImages(ImageDataSet data) {
    assertThat(data.format()).isEqualTo(Format.CIFAR);
    assertThat(data.size()).isEqualTo(IMAGES.size());
    for (int i = 0; i < IMAGES.size(); i++) {
      assertThat(data.image(i).values()).isEqualTo(IMAGES.get(i).values());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void readsCifar10(boolean byColumn) throws IOException {
    Path inner = Files.createDirectory(folder.resolve("cifar-10-batches-py"));
    Files.write(inner.resolve("data_batch_1"), batch(byColumn));
    Files.write(inner.resolve("test_batch"), batch(byColumn));
    for (Path path : List.of(folder, inner, inner.resolve("test_batch"))) {
      try (ImageDataSet data = DataSets.open(DataSpec.of(path))) {
        assertImages(data);
        assertThat(data.label(0)).isEqualTo(6);
        assertThat(data.label(6)).isEqualTo(9);
        assertThat(data.classNames()).startsWith("airplane");
        assertThat(data.extent(2).isEmpty()).isEqualTo(byColumn);
      }
    }
    try (ImageDataSet data = DataSets.open(DataSpec.of(folder).withSplit(Split.TRAIN))) {
      assertThat(data.notes())
          .containsExactly("only 1 of the 5 training files of CIFAR-10 are there");
    }
  }

  @Test
  void readsCifar100WithTheNamesThatItsOwnFileHas() throws IOException {
    Files.write(folder.resolve("test"), hundred());
    Pickler meta = new Pickler().name("coarse_label_names").text("(](");
    for (int i = 0; i < 20; i++) {
      meta.name("coarse" + i);
    }
    Files.write(folder.resolve("meta"), meta.text("e").done());
    assertRefused(folder, "meta", "something other");
    byte[] whole =
        new String(meta.soFar(), StandardCharsets.ISO_8859_1)
            .replace("(](", "](")
            .getBytes(StandardCharsets.ISO_8859_1);
    Files.write(folder.resolve("meta"), whole);
    try (ImageDataSet fine = DataSets.open(DataSpec.of(folder));
        ImageDataSet coarse = DataSets.open(DataSpec.of(folder).withCoarseLabels(true))) {
      assertImages(fine);
      assertThat(fine.label(0)).isEqualTo(99);
      assertThat(fine.namesClasses()).isFalse();
      assertThat(coarse.label(0)).isEqualTo(19);
      assertThat(coarse.classNames()).hasSize(20).contains("coarse19");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "cifar-10-python/test_batch",
    "cifar-100-python/test",
    "cifar-10-binary/test_batch.bin"
  })
  void readsAnArchiveAndLeavesNothingBehind(String member) throws IOException {
    byte[] content = member.contains("100") ? hundred() : batch(false);
    if (member.endsWith(".bin")) {
      ByteArrayOutputStream records = new ByteArrayOutputStream();
      for (PixelImage image : IMAGES) {
        records.write(4);
        records.writeBytes(image.values());
      }
      content = records.toByteArray();
    }
    Path archive = folder.resolve("archive.tar.gz");
    write(archive, member, content);
    List<Path> before = left(member);
    try (ImageDataSet data = DataSets.open(DataSpec.of(archive))) {
      assertImages(data);
      assertThat(data.describe(3))
          .isEqualTo("image 3 of " + archive + "!" + member.substring(member.indexOf('/') + 1));
      assertThat(data.extent(0)).isEmpty();
    }
    assertThat(left(member)).isEqualTo(before);
    assertThatThrownBy(() -> DataSets.open(DataSpec.of(archive).withSplit(Split.TRAIN)))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("no train split", archive.toString(), "it has test");
    write(archive, member, Arrays.copyOf(content, content.length / 2));
    assertRefused(archive, archive.toString(), "download it again");
    byte[] packed = Files.readAllBytes(archive);
    Files.write(archive, Arrays.copyOf(packed, packed.length / 2));
    assertRefused(archive, archive.toString(), "cut off");
    assertThat(left(member)).isEqualTo(before);
  }

  private static void write(Path archive, String member, byte[] content) throws IOException {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(archive));
        TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
      TarArchiveEntry entry = new TarArchiveEntry(member);
      entry.setSize(content.length);
      tar.putArchiveEntry(entry);
      tar.write(content);
      tar.closeArchiveEntry();
    }
  }

  /** The folders for temporary files that hold one of this name. */
  private static List<Path> left(String member) throws IOException {
    String name = member.substring(member.indexOf('/') + 1);
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("entroscope-"))
          .filter(file -> Files.exists(file.resolve(name)))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cos\nsystem\n(U\u0004lsxxtR.",
        "}(.",
        "(((((((((.",
        "h\u0001.",
        "]q\u0000h\u0000as.",
        "]q\u0000h\u0000a.",
        "X\u00FF\u00FF\u00FF\u00FF.",
        "}(U\u0001a(tu.",
        "cnumpy\ndtype\nU\u0002u1\u0085R(tb.",
        "}U\u0004dataK\u0001s.",
        "0."
      })
  void refusesOtherPickles(String content) throws IOException {
    byte[] bytes = ("\u0080\u0002" + content).getBytes(StandardCharsets.ISO_8859_1);
    Files.write(folder.resolve("test_batch"), bytes);
    assertRefused(folder, "test_batch", "download it again");
  }

  @Test
  void refusesEveryPickleThatIsCutOff() throws IOException {
    byte[] whole = batch(false);
    for (int length = 2; length < whole.length; length += length < 60 ? 1 : 997) {
      Files.write(folder.resolve("test_batch"), Arrays.copyOf(whole, length));
      assertRefused(folder, "test_batch", "download it again");
    }
  }

  @Test
  void refusesLabelsThatAreNone() throws IOException {
    byte[] bytes = new Pickler().data(IMAGES, false).labels("labels", 6, 5, 4, 3, 2, 1, 10).done();
    Files.write(folder.resolve("test_batch"), bytes);
    assertRefused(folder, "label 10 of image 6", "not below 10");
  }

  private static void assertRefused(Path path, String... parts) {
    assertThatThrownBy(() -> DataSets.open(DataSpec.of(path)))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll(parts)
        .message()
        .doesNotContain("\n");
  }
}
