package io.entroscope.data.format.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.airlift.compress.zstd.ZstdOutputStream;
import io.entroscope.data.DataException;
import io.entroscope.data.DataSpec;
import io.entroscope.data.Format;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.Selection;
import io.entroscope.data.Split;
import io.entroscope.data.TestData;
import io.entroscope.data.batch.BatchPlan;
import io.entroscope.data.batch.BatchReader;
import io.entroscope.data.format.DataSets;
import io.entroscope.data.image.ImageShape;
import io.entroscope.data.image.InputShape;
import io.entroscope.data.image.Layout;
import io.entroscope.data.image.Preprocessing;
import io.entroscope.testing.Facility;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipMethod;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

class FolderDataSetTest {
  private static final long SEED = 77;
  private static final ImageShape SHAPE = new ImageShape(3, 4, 5);

  @TempDir Path folder;

  private final Random random = new Random(SEED);

  /** The ways in which the same files may be stored. */
  enum Container {
    FOLDER,
    ZIP,
    STORED_ZIP,
    TAR,
    TAR_GZ,
    TAR_BZ2,
    TAR_XZ,
    DOTTED_TAR;

    Format format() {
      return switch (this) {
        case FOLDER -> Format.FOLDER;
        case ZIP, STORED_ZIP -> Format.ZIP;
        case TAR, TAR_GZ, TAR_BZ2, TAR_XZ, DOTTED_TAR -> Format.TAR;
      };
    }
  }

  private byte[] png() {
    return TestData.images(random, 1, SHAPE).get(0).png();
  }

  /** Writes files, in no particular order, and returns the path of the dataset. */
  private Path store(Container container, Map<String, byte[]> files) throws IOException {
    List<String> names = new ArrayList<>(files.keySet());
    Collections.shuffle(names, random);
    Path path = folder.resolve("set");
    switch (container) {
      case FOLDER -> {
        for (String name : names) {
          Files.createDirectories(path.resolve(name).getParent());
          Files.write(path.resolve(name), files.get(name));
        }
      }
      case ZIP, STORED_ZIP -> writeZip(path, names, files, container == Container.ZIP);
      case TAR -> writeTar(Files.newOutputStream(path), "", names, files);
      case DOTTED_TAR -> writeTar(Files.newOutputStream(path), "./", names, files);
      case TAR_BZ2 ->
          writeTar(new BZip2CompressorOutputStream(Files.newOutputStream(path)), "", names, files);
      case TAR_XZ ->
          writeTar(
              new XZOutputStream(Files.newOutputStream(path), new LZMA2Options(1)),
              "",
              names,
              files);
      case TAR_GZ -> writeTar(new GZIPOutputStream(Files.newOutputStream(path)), "", names, files);
    }
    return path;
  }

  private static void writeZip(
      Path path, List<String> names, Map<String, byte[]> files, boolean compress)
      throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(path))) {
      zip.setLevel(compress ? 9 : 0);
      for (String name : names) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(files.get(name));
        zip.closeEntry();
      }
    }
  }

  private static void writeTar(
      OutputStream out, String prefix, List<String> names, Map<String, byte[]> files)
      throws IOException {
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out, "UTF-8")) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
      for (String name : names) {
        TarArchiveEntry entry = new TarArchiveEntry(prefix + name);
        entry.setSize(files.get(name).length);
        tar.putArchiveEntry(entry);
        tar.write(files.get(name));
        tar.closeArchiveEntry();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void readsEveryContainerInTorchvisionsOrder(Container container) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    List<String> expected =
        List.of(
            "top/test/Zebra/2.png",
            "top/test/cat/10.png",
            "top/test/cat/9.png",
            "top/test/cat/a b ü.png",
            "top/test/cat/more-x/1.PNG",
            "top/test/cat/more/1.png",
            "top/test/dog/" + "long".repeat(40) + ".png",
            "top/test/dog/1.png");
    // As Python sorts: upper case first, "-" before "/", files before those in folders.
    List<String> sorted =
        List.of(
            expected.get(0),
            expected.get(1),
            expected.get(2),
            expected.get(3),
            expected.get(5),
            expected.get(4),
            expected.get(7),
            expected.get(6));
    expected.forEach(name -> files.put(name, png()));
    files.put("top/train/cat/1.png", png());
    files.put("top/test/cat/notes.txt", new byte[] {1});
    files.put("top/test/cat/.hidden.png", new byte[] {1});
    files.put("top/test/.cache/1.png", new byte[] {1});
    files.put("top/README.md", new byte[] {1});
    Path path = store(container, files);
    try (ImageDataSet data = DataSets.open(DataSpec.of(path))) {
      assertThat(data.format()).isEqualTo(container.format());
      assertThat(data.classNames()).containsExactly("Zebra", "cat", "dog");
      assertThat(data.namesClasses()).isTrue();
      assertThat(data.shape()).isEqualTo(SHAPE);
      assertThat(data.size()).isEqualTo(sorted.size());
      for (int i = 0; i < sorted.size(); i++) {
        assertThat(data.name(i)).contains(sorted.get(i));
        assertThat(data.label(i)).isEqualTo(i == 0 ? 0 : i < 6 ? 1 : 2);
        byte[] file = files.get(sorted.get(i));
        assertThat(data.image(i).png()).as(sorted.get(i)).isEqualTo(file);
      }
    }
    try (ImageDataSet train = DataSets.open(DataSpec.of(path).withSplit(Split.TRAIN))) {
      assertThat(train.size()).isEqualTo(1);
    }
    assertThatThrownBy(() -> DataSets.open(DataSpec.of(path).withSplit(Split.VAL)))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("no val split", "it has test, train");
  }

  @ParameterizedTest
  @CsvSource({
    "data/seg_train/seg_train/, data/seg_test/seg_test/",
    "seg_train/, seg_test/",
    "chest/train-set.train/, chest/set-test/"
  })
  void takesFoldersWhoseNamesEndLikeSplitsForThese(String train, String test) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    for (String name : List.of("a/1.png", "b/2.png", "b/3.png")) {
      files.put(test + name, png());
    }
    files.put(train + "a/1.png", png());
    files.put(train + "b/1.png", png());
    Path path = store(Container.FOLDER, files);
    try (ImageDataSet data = DataSets.open(DataSpec.of(path));
        ImageDataSet other = DataSets.open(DataSpec.of(path).withSplit(Split.TRAIN))) {
      assertThat(data.classNames()).containsExactly("a", "b");
      assertThat(data.size()).isEqualTo(3);
      assertThat(other.classNames()).containsExactly("a", "b");
      assertThat(other.size()).isEqualTo(2);
    }
    assertRefusedSplit(path, Split.VAL);
  }

  private static void assertRefusedSplit(Path path, Split split) {
    assertThatThrownBy(() -> DataSets.open(DataSpec.of(path).withSplit(split)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no " + split.id() + " split");
  }

  @Test
  void takesFoldersOfImagesForClassesWhateverTheirNames() throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    files.put("steam_train/1.png", png());
    files.put("blood_test/1.png", png());
    files.put("dog/1.png", png());
    try (ImageDataSet data = DataSets.open(DataSpec.of(store(Container.FOLDER, files)))) {
      assertThat(data.classNames()).containsExactly("blood_test", "dog", "steam_train");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "validation/", "valid/", "any/", "outer/inner/val/"})
  void takesAnUndividedSetForAnySplit(String prefix) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    files.put(prefix + "a/1.png", png());
    files.put(prefix + "b/2.png", png());
    Path path = store(Container.FOLDER, files);
    try (ImageDataSet data = DataSets.open(DataSpec.of(path).withSplit(Split.VAL))) {
      assertThat(data.size()).isEqualTo(2);
      assertThat(data.split()).isEqualTo(Split.VAL);
      assertThat(data.classNames()).containsExactly("a", "b");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"FOLDER", "ZIP", "TAR"})
  void namesACorruptImageOrLeavesItOut(Container container) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    for (int i = 10; i < 60; i++) {
      files.put((i % 2 == 0 ? "a/" : "b/") + i + ".png", png());
    }
    files.put("a/24.png", "no image".getBytes(StandardCharsets.UTF_8));
    files.put("b/51.png", new byte[0]);
    Path path = store(container, files);
    InputShape input = new InputShape(Layout.NCHW, SHAPE);
    for (int attempt = 0; attempt < 5; attempt++) {
      try (ImageDataSet data = DataSets.open(DataSpec.of(path))) {
        // The first one, whichever thread meets the other one when.
        assertThatThrownBy(() -> TestData.read(data, input))
            .isInstanceOf(DataException.class)
            .hasMessageContainingAll("24.png", "cannot be decoded", "`skipCorrupt`")
            .message()
            .doesNotContain("\n");
        assertThatThrownBy(() -> data.image(7)).hasMessageContaining("24.png");
      }
    }
    try (ImageDataSet data = DataSets.open(DataSpec.of(path).withSkipCorrupt(true))) {
      BatchPlan plan = BatchPlan.of(Selection.ALL.positions(data), 16);
      try (BatchReader reader =
          BatchReader.open(data, plan, Preprocessing.DEFAULT, input, new BatchReader.Ahead(2, 4))) {
        List<float[]> batches = TestData.readAll(reader);
        assertThat(batches)
            .extracting(batch -> batch.length / SHAPE.elements())
            .containsExactly(15, 16, 15, 2);
        assertThat(reader.skipped()).containsExactly(7, 45);
      }
    }
  }

  @Test
  void looksPastACorruptFirstImageOnlyIfAsked() throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    files.put("a/1.png", new byte[] {1, 2, 3});
    files.put("a/2.png", png());
    Path path = store(Container.FOLDER, files);
    try (ImageDataSet strict = DataSets.open(DataSpec.of(path));
        ImageDataSet lenient = DataSets.open(DataSpec.of(path).withSkipCorrupt(true))) {
      assertThatThrownBy(strict::shape)
          .isInstanceOf(DataException.class)
          .hasMessageContaining("1.png");
      assertThat(lenient.shape()).isEqualTo(SHAPE);
    }
    Files.delete(path.resolve("a/2.png"));
    try (ImageDataSet lenient = DataSets.open(DataSpec.of(path).withSkipCorrupt(true))) {
      assertThatThrownBy(lenient::shape)
          .isInstanceOf(DataException.class)
          .hasMessageContaining("none of the images");
    }
  }

  @Test
  void namesAnImageOfAnotherSize() throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    files.put("a/1.png", png());
    files.put("a/2.png", TestData.images(random, 1, new ImageShape(1, 6, 5)).get(0).png());
    Path path = store(Container.FOLDER, files);
    InputShape input = new InputShape(Layout.NCHW, SHAPE);
    for (boolean skip : new boolean[] {false, true}) {
      try (ImageDataSet data = DataSets.open(DataSpec.of(path).withSkipCorrupt(skip))) {
        assertThatThrownBy(() -> TestData.read(data, input))
            .isInstanceOf(DataException.class)
            .hasMessageContainingAll("2.png", "6x5 grey", "4x5", "`resize` 4x5");
        Preprocessing resizing = Preprocessing.DEFAULT.withResize(SHAPE.size());
        BatchPlan plan = BatchPlan.of(new int[] {0, 1}, 2);
        try (BatchReader reader =
            BatchReader.open(data, plan, resizing, input, new BatchReader.Ahead(1, 1))) {
          assertThat(TestData.readAll(reader).get(0)).hasSize(2 * SHAPE.elements());
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"FOLDER", "ZIP", "TAR"})
  void refusesAnEmptyClassAndMissingClassFolders(Container container) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    files.put("a/1.png", png());
    files.put("bare/readme.txt", new byte[] {1});
    assertRefused(store(container, files), "class 'bare' is empty", "set");
    Path other = folder.resolve("set");
    if (container != Container.FOLDER) {
      Files.delete(other);
      assertRefused(store(container, Map.of("1.png", png())), "no class folders");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"ZIP", "TAR", "TAR_GZ", "TAR_BZ2"})
  void refusesArchivesThatAreCutOff(Container container) throws IOException {
    Path path = store(container, Map.of("a/1.png", png(), "b/2.png", png(), "b/3.png", png()));
    byte[] whole = Files.readAllBytes(path);
    // Of the three files in a .tar, each takes two blocks of 512 bytes: the last cut is between
    // two.
    int end = container == Container.TAR ? 3072 : whole.length;
    for (int length : new int[] {600, end / 4, end / 2, end * 4 / 5, end - 1, end * 2 / 3}) {
      if (length < whole.length) {
        Files.write(path, Arrays.copyOf(whole, length));
        assertRefused(path, "set");
      }
    }
  }

  @Test
  void readsAZipWithNamesInAnOldCodePage() throws IOException {
    byte[] png = png();
    Path path = folder.resolve("set");
    try (ZipOutputStream zip =
        new ZipOutputStream(Files.newOutputStream(path), StandardCharsets.ISO_8859_1)) {
      zip.putNextEntry(new ZipEntry("K\u00E4tzchen/1.png"));
      zip.write(png);
      zip.closeEntry();
    }
    try (ImageDataSet data = DataSets.open(DataSpec.of(path))) {
      assertThat(data.classNames()).containsExactly("K\u00E4tzchen");
      assertThat(data.image(0).png()).isEqualTo(png);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"k\\344tze/1.png", "cat/\\344.png"})
  void saysSoIfJavaCannotReadAName(String name) throws Exception {
    Path plain = store(Container.FOLDER, Map.of("dog/1.png", png()));
    String script = "f=$(printf '" + name + "') && mkdir -p \"${f%/*}\" && cp dog/1.png \"$f\"";
    Process shell = new ProcessBuilder("sh", "-c", script).directory(plain.toFile()).start();
    Facility.LINUX.need(shell.waitFor() == 0, "this system makes no such file names");
    assertRefused(plain, "LC_ALL", "C.UTF-8");
  }

  @Test
  void comparesTheChecksumsOfAZip() throws IOException {
    byte[] bmp = "BM".getBytes(StandardCharsets.US_ASCII);
    Path path = store(Container.STORED_ZIP, Map.of("a/1.bmp", bmp));
    byte[] whole = Files.readAllBytes(path);
    int at = new String(whole, StandardCharsets.ISO_8859_1).indexOf("BM");
    whole[at + 1] = 'X';
    Files.write(path, whole);
    try (ImageDataSet data = DataSets.open(DataSpec.of(path))) {
      assertThatThrownBy(() -> data.image(0)).hasMessageContaining("checksum");
    }
  }

  /** Written by Python; streams without long matches are the same in Deflate64 as in Deflate. */
  @ParameterizedTest
  @ValueSource(strings = {"bzip2.zip", "deflate64.zip", "lzma.zip"})
  void readsAZipThatIsCompressedInOtherWays(String name) throws Exception {
    Path path = Path.of(FolderDataSetTest.class.getResource(name).toURI());
    try (ImageDataSet data = DataSets.open(DataSpec.of(path))) {
      assertThat(data.format()).isEqualTo(Format.ZIP);
      assertThat(data.classNames()).containsExactly("cat", "dog");
      assertThat(data.image(0).value(0, 2, 3)).isEqualTo(23);
      assertThat(data.image(1).value(1, 0, 1)).isEqualTo(101);
    }
  }

  @Test
  void readsATarThatTheProgramZstdPacked() throws Exception {
    Path path = Path.of(FolderDataSetTest.class.getResource("set.tar.zst").toURI());
    try (ImageDataSet data = DataSets.open(DataSpec.of(path))) {
      assertThat(data.format()).isEqualTo(Format.TAR);
      assertThat(data.classNames()).containsExactly("cat", "dog");
      assertThat(data.image(1).value(1, 0, 1)).isEqualTo(101);
    }
    byte[] cut = Arrays.copyOf(Files.readAllBytes(path), 100);
    assertRefused(Files.write(folder.resolve("cut.tar.zst"), cut), "cut.tar.zst");
  }

  @Test
  void readsAZipThatIsPackedWithZstd() throws IOException {
    byte[] png = png();
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (ZstdOutputStream out = new ZstdOutputStream(packed)) {
      out.write(png);
    }
    CRC32 crc = new CRC32();
    crc.update(png);
    Path path = folder.resolve("zstd.zip");
    try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(path.toFile())) {
      ZipArchiveEntry entry = new ZipArchiveEntry("cat/1.png");
      entry.setMethod(ZipMethod.ZSTD.getCode());
      entry.setSize(png.length);
      entry.setCompressedSize(packed.size());
      entry.setCrc(crc.getValue());
      zip.addRawArchiveEntry(entry, new ByteArrayInputStream(packed.toByteArray()));
    }
    try (ImageDataSet data = DataSets.open(DataSpec.of(path))) {
      assertThat(data.classNames()).containsExactly("cat");
      assertThat(data.image(0).shape().channels()).isIn(1, 3);
    }
  }

  @Test
  void leavesNoUnpackedArchiveBehind() throws IOException {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    long before = count(temporary);
    Path path = store(Container.TAR_GZ, Map.of("a/1.png", png()));
    try (ImageDataSet data = DataSets.open(DataSpec.of(path))) {
      assertThat(data.size()).isEqualTo(1);
    }
    assertThat(count(temporary)).isEqualTo(before);
  }

  private static long count(Path temporary) throws IOException {
    try (Stream<Path> files = Files.list(temporary)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith("entroscope-") && name.endsWith(".tar"))
          .count();
    }
  }

  @ParameterizedTest
  @CsvSource({"1,a link", "2,a link", "3,a device", "6,a device"})
  void namesAnImageInATarThatIsNoFile(char kind, String said) throws IOException {
    Path path = folder.resolve("kinds.tar");
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(Files.newOutputStream(path))) {
      TarArchiveEntry entry = new TarArchiveEntry("a/1.png", (byte) kind);
      entry.setLinkName("/etc/passwd");
      tar.putArchiveEntry(entry);
      tar.closeArchiveEntry();
    }
    try (ImageDataSet data = DataSets.open(DataSpec.of(path))) {
      assertThatThrownBy(data::shape)
          .isInstanceOf(DataException.class)
          .hasMessageContainingAll("a/1.png", said);
    }
  }

  private static void assertRefused(Path path, String... parts) {
    assertThatThrownBy(() -> DataSets.open(DataSpec.of(path)))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll(parts)
        .message()
        .doesNotContain("\n");
  }
}
