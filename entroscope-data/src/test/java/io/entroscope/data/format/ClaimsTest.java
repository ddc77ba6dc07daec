package io.entroscope.data.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entroscope.data.DataException;
import io.entroscope.data.DataSpec;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.TestData;
import io.entroscope.data.image.ImageShape;
import io.entroscope.data.image.internal.CorruptImageException;
import io.entroscope.data.image.internal.ImageFileDecoder;
import io.entroscope.data.image.internal.RecordBatch;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Small files that claim to be large end at once, in one line that names the limit. */
@Timeout(20)
class ClaimsTest {
  private static final int SIDE = 40_000;

  @TempDir Path folder;

  private static void assertRefused(Path path, String... parts) {
    assertThatThrownBy(
            () -> {
              try (ImageDataSet data = (ImageDataSet) DataSets.openAny(DataSpec.of(path))) {
                data.image(0);
              }
            })
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll(parts)
        .message()
        .doesNotContain("\n")
        .hasSizeLessThan(500);
  }

  private static byte[] gif() {
    ByteBuffer gif = ByteBuffer.allocate(36).order(ByteOrder.LITTLE_ENDIAN);
    gif.put("GIF89a".getBytes(StandardCharsets.US_ASCII));
    gif.putShort((short) SIDE).putShort((short) SIDE).put((byte) 0x80).put(new byte[2]);
    gif.put(new byte[] {0, 0, 0, -1, -1, -1, ','}).putInt(0);
    gif.putShort((short) SIDE).putShort((short) SIDE).put((byte) 0);
    gif.put(new byte[] {2, 1, 0x44, 0, ';'});
    return Arrays.copyOf(gif.array(), gif.position());
  }

  private static byte[] bmp() {
    // As many pixels as Java's reader lets pass: it counts the bits of an image in an int.
    ByteBuffer bmp = ByteBuffer.allocate(2048).order(ByteOrder.LITTLE_ENDIAN);
    bmp.put((byte) 'B').put((byte) 'M').putInt(2048).putInt(0).putInt(54 + 4 * 256);
    bmp.putInt(40).putInt(12000).putInt(12000).putShort((short) 1).putShort((short) 8);
    return bmp.array();
  }

  private static byte[] png() throws IOException {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    png.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'});
    ByteBuffer header = ByteBuffer.allocate(13).putInt(SIDE).putInt(SIDE);
    header.put((byte) 8).put((byte) 2);
    chunk(png, "IHDR", header.array());
    chunk(png, "IDAT", new byte[] {0x78, (byte) 0x9C, 3, 0, 0, 0, 0, 1});
    chunk(png, "IEND", new byte[0]);
    return png.toByteArray();
  }

  private static void chunk(OutputStream to, String type, byte[] content) throws IOException {
    DataOutputStream out = new DataOutputStream(to);
    CRC32 crc = new CRC32();
    crc.update(type.getBytes(StandardCharsets.US_ASCII));
    crc.update(content);
    out.writeInt(content.length);
    out.writeBytes(type);
    out.write(content);
    out.writeInt((int) crc.getValue());
  }

  private static byte[] tiff() {
    int[][] fields = {
      {256, SIDE}, {257, SIDE}, {258, 8}, {259, 1}, {262, 1}, {273, 8}, {278, SIDE}, {279, 100}
    };
    ByteBuffer tiff = ByteBuffer.allocate(200).order(ByteOrder.LITTLE_ENDIAN);
    tiff.put("II*\0".getBytes(StandardCharsets.US_ASCII)).putInt(8);
    tiff.putShort((short) fields.length);
    for (int[] field : fields) {
      tiff.putShort((short) field[0]).putShort((short) 4).putInt(1).putInt(field[1]);
    }
    return tiff.array();
  }

  private static byte[] jpeg() {
    ByteBuffer jpeg = ByteBuffer.allocate(64);
    jpeg.putShort((short) 0xFFD8).putShort((short) 0xFFC0).putShort((short) 11).put((byte) 8);
    jpeg.putShort((short) SIDE).putShort((short) SIDE);
    jpeg.put(new byte[] {1, 1, 0x11, 0});
    jpeg.putShort((short) 0xFFDA).putShort((short) 8).put(new byte[] {1, 1, 0, 0, 63, 0});
    jpeg.putShort((short) 0xFFD9);
    return Arrays.copyOf(jpeg.array(), jpeg.position());
  }

  @ParameterizedTest
  @ValueSource(strings = {"gif", "bmp", "png", "tiff", "jpeg", "ppm"})
  void refusesAnImageByTheSizeInItsHeader(String kind) throws IOException {
    byte[] file =
        switch (kind) {
          case "gif" -> gif();
          case "bmp" -> bmp();
          case "png" -> png();
          case "tiff" -> tiff();
          case "jpeg" -> jpeg();
          default -> "P6 40000 40000 255 ".getBytes(StandardCharsets.US_ASCII);
        };
    RecordBatch records = new RecordBatch();
    System.arraycopy(file, 0, records.bytes(), records.add(file.length), file.length);
    try (ImageFileDecoder decoder = new ImageFileDecoder()) {
      assertThatThrownBy(() -> decoder.decode(records, 0, null))
          .isInstanceOf(CorruptImageException.class)
          .hasMessageMatching(
              "it claims ([24]0000|12000) x \\1 pixels, too many: the limit is 134,217,728; if it"
                  + " is meant, raise it with `-Dentroscope.limit.pixels`");
    }
  }

  @Test
  void aPropertySetsALimit() throws IOException {
    byte[] file = "P5 2 2 255 abcd".getBytes(StandardCharsets.US_ASCII);
    Files.createDirectories(folder.resolve("a"));
    Files.write(folder.resolve("a/1.pgm"), file);
    System.setProperty("entroscope.limit.pixels", "3");
    try {
      assertRefused(folder, "claims 2 x 2 pixels", "the limit is 3");
    } finally {
      System.clearProperty("entroscope.limit.pixels");
    }
    try (ImageDataSet data = (ImageDataSet) DataSets.openAny(DataSpec.of(folder))) {
      assertThat(data.image(0).shape().height()).isEqualTo(2);
    }
  }

  private static byte[] zip(String name, byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry(name));
      zip.write(content);
      zip.closeEntry();
    }
    return bytes.toByteArray();
  }

  @Test
  void refusesAZipWhoseDirectoryLiesAboutASize() throws IOException {
    byte[] zip = zip("a/1.png", new byte[100]);
    ByteBuffer bytes = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
    int directory = bytes.getInt(zip.length - 6);
    bytes.putInt(directory + 24, 1 << 30);
    Path path = Files.write(folder.resolve("set.zip"), zip);
    assertRefused(path, "a/1.png", "to 1073741824 bytes", "-Dentroscope.limit.expansion");
  }

  @Test
  void refusesNamesThatNobodyGave() throws IOException {
    Path path = folder.resolve("set.zip");
    Files.write(path, zip("a/".repeat(65) + "1.png", new byte[1]));
    assertRefused(path, "65 folders deep", "-Dentroscope.limit.folders");
    Files.write(path, zip("a/" + "x".repeat(4096) + ".png", new byte[1]));
    assertRefused(path, "4102 characters", "-Dentroscope.limit.name");
  }

  @Test
  void refusesTooManyFilesInAnArchive() throws IOException {
    Path path = folder.resolve("set.tar");
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(Files.newOutputStream(path))) {
      for (int i = 0; i < 4; i++) {
        tar.putArchiveEntry(new TarArchiveEntry("a/" + i + ".txt"));
        tar.closeArchiveEntry();
      }
    }
    System.setProperty("entroscope.limit.entries", "3");
    try {
      assertRefused(path, "too many files", "-Dentroscope.limit.entries");
    } finally {
      System.clearProperty("entroscope.limit.entries");
    }
    assertRefused(path, "no images");
  }

  @Test
  void refusesATarThatUnpacksToManyTimesItsSize() throws IOException {
    Path path = folder.resolve("set.tar.gz");
    long size = 70L << 20;
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(new GZIPOutputStream(Files.newOutputStream(path)))) {
      TarArchiveEntry entry = new TarArchiveEntry("a/1.png");
      entry.setSize(size);
      tar.putArchiveEntry(entry);
      byte[] zeros = new byte[1 << 20];
      for (long at = 0; at < size; at += zeros.length) {
        tar.write(zeros);
      }
      tar.closeArchiveEntry();
    }
    assertThat(Files.size(path)).isLessThan(100_000);
    assertRefused(path, "too many times its size", "-Dentroscope.limit.expansion");
  }

  /** From so many bytes on, what is left on the disk is looked at. */
  @Test
  void takesATarThatUnpacksToMuchButNotToManyTimesItsSize() throws IOException {
    Path path = folder.resolve("set.tar.gz");
    byte[] noise = new byte[65 << 20];
    new Random(1).nextBytes(noise);
    byte[] picture = TestData.images(new Random(2), 1, new ImageShape(1, 4, 4)).get(0).png();
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(new GZIPOutputStream(Files.newOutputStream(path)))) {
      for (byte[] content : List.of(picture, noise)) {
        TarArchiveEntry entry = new TarArchiveEntry("a/" + content.length + ".png");
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
      }
    }
    try (ImageDataSet data = DataSets.open(DataSpec.of(path))) {
      assertThat(data.size()).isEqualTo(2);
    }
  }

  @Test
  void refusesIdxImagesByTheirHeader() throws IOException {
    idx("t10k-images-idx3-ubyte", 0x803, 4, 30_000, 30_000);
    idx("t10k-labels-idx1-ubyte", 0x801, 4);
    assertRefused(folder, "30000 x 30000 pixels", "-Dentroscope.limit.pixels");
  }

  private void idx(String name, int... header) throws IOException {
    try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(folder.resolve(name)))) {
      for (int value : header) {
        out.writeInt(value);
      }
      out.write(new byte[4]);
    }
  }

  @Test
  void refusesMoreImagesAtOnceThanAnArrayHolds() {
    RecordBatch records = new RecordBatch();
    records.add(10);
    assertThatThrownBy(() -> records.add(Integer.MAX_VALUE - 10))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("smaller `batch`");
  }

  private void npy(int version, String header) throws IOException {
    byte[] text = header.getBytes(StandardCharsets.US_ASCII);
    ByteBuffer file = ByteBuffer.allocate(text.length + 12).order(ByteOrder.LITTLE_ENDIAN);
    file.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
    if (version == 1) {
      file.putShort((short) text.length);
    } else {
      file.putInt(text.length);
    }
    file.put(text);
    byte[] bytes = Arrays.copyOf(file.array(), file.position());
    Files.write(folder.resolve("x.npy"), bytes);
    Files.write(folder.resolve("labels.npy"), bytes);
  }

  @Test
  void refusesALongHeaderOfAnArray() throws IOException {
    npy(2, "'shape': (".repeat(100_000));
    assertRefused(folder, "its header is of 1000000 bytes", "-Dentroscope.limit.header");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'descr': '<f4', 'fortran_order': False, 'shape': (",
        "'descr': ",
        "'descr': '",
        "'fortran_order': ",
        "1,",
        " "
      })
  void readsAHeaderInLinearTime(String piece) throws IOException {
    npy(1, piece.repeat(65_000 / piece.length()));
    long start = System.nanoTime();
    assertRefused(folder, "x.npy");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
  }

  @Test
  void quotesLittleOfADamagedHeader() throws IOException {
    String fields = "{'descr': '<f4', 'fortran_order': False, 'shape': (";
    npy(1, fields + "9x".repeat(9_000) + ")}");
    assertRefused(folder, "its shape is (9x9x", "...");
    npy(1, fields + "1,".repeat(65) + ")}");
    assertRefused(folder, "its shape is (1,1");
    npy(1, "{'descr': '" + "q".repeat(9_000) + "', 'fortran_order': False, 'shape': (1,)}");
    assertRefused(folder, "of type 'qqq", "...");
  }
}
