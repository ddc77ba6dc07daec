package io.entroscope.data.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entroscope.data.DataException;
import io.entroscope.data.DataSet;
import io.entroscope.data.DataSpec;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.Selection;
import io.entroscope.data.Split;
import io.entroscope.data.format.array.NpyWriter;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data of each format whose classes nothing says, or whose labels are left aside. */
class UnlabelledDataTest {
  @TempDir private Path folder;

  /** A grey image of one value. */
  private static byte[] png(int value) throws IOException {
    BufferedImage image = new BufferedImage(2, 2, BufferedImage.TYPE_BYTE_GRAY);
    IntStream.range(0, 4).forEach(i -> image.getRaster().setSample(i % 2, i / 2, 0, value));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "png", bytes);
    return bytes.toByteArray();
  }

  private void image(String name, int value) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, png(value));
  }

  private static void assertOneClass(DataSet data, int size) {
    assertThat(data.isLabelled()).isFalse();
    assertThat(data.spec().unlabelled()).isTrue();
    assertThat(data.classNames()).containsExactly("all");
    assertThat(data.size()).isEqualTo(size);
    assertThat(data.classCounts()).containsExactly(size);
    assertThat(Selection.ALL.positions(data)).hasSize(size);
  }

  private static void assertValues(DataSet data, int... values) {
    ImageDataSet images = (ImageDataSet) data;
    assertThat(IntStream.range(0, images.size()).map(i -> images.image(i).value(0, 0, 0)).toArray())
        .containsExactly(values);
  }

  private static void assertRefused(DataSpec spec, String part) {
    assertThatThrownBy(() -> DataSets.openAny(spec))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(part)
        .message()
        .doesNotContain("\n");
  }

  @Test
  void imagesSideBySide() throws IOException {
    image("pictures/b.png", 2);
    image("pictures/a.png", 1);
    DataSpec spec = DataSpec.of(folder.resolve("pictures"));
    for (DataSpec of : List.of(spec, spec.withUnlabelled(true))) {
      try (DataSet data = DataSets.openUnlabelled(of)) {
        assertOneClass(data, 2);
        assertValues(data, 1, 2);
      }
    }
    try (DataSet data = DataSets.openAny(spec.withUnlabelled(true))) {
      assertOneClass(data, 2);
    }
    assertRefused(spec, "holds no class folders");
  }

  @Test
  void imagesSideBySideInAnArchive() throws IOException {
    Path zip = folder.resolve("pictures.zip");
    try (OutputStream out = Files.newOutputStream(zip);
        ZipOutputStream entries = new ZipOutputStream(out)) {
      for (int i = 0; i < 3; i++) {
        entries.putNextEntry(new ZipEntry(i + ".png"));
        entries.write(png(i));
      }
    }
    try (DataSet data = DataSets.openUnlabelled(DataSpec.of(zip))) {
      assertOneClass(data, 3);
      assertValues(data, 0, 1, 2);
    }
  }

  @Test
  void splitsOfImagesSideBySide() throws IOException {
    image("set/train/x.png", 7);
    image("set/test/y.png", 8);
    DataSpec spec = DataSpec.of(folder.resolve("set"));
    try (DataSet test = DataSets.openUnlabelled(spec);
        DataSet train = DataSets.openUnlabelled(spec.withSplit(Split.TRAIN))) {
      assertValues(test, 8);
      assertValues(train, 7);
    }
    assertThatThrownBy(() -> DataSets.openUnlabelled(spec.withSplit(Split.VAL)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no val split");
  }

  @Test
  void classFoldersAreClassesUnlessLabelsAreLeftAside() throws IOException {
    image("set/cat/x.png", 7);
    image("set/dog/y.png", 8);
    DataSpec spec = DataSpec.of(folder.resolve("set"));
    try (DataSet data = DataSets.openUnlabelled(spec)) {
      assertThat(data.isLabelled()).isTrue();
      assertThat(data.classNames()).containsExactly("cat", "dog");
    }
    try (DataSet data = DataSets.openUnlabelled(spec.withUnlabelled(true))) {
      assertOneClass(data, 2);
      assertValues(data, 7, 8);
    }
  }

  @Test
  void arrays() throws IOException {
    Path arrays = Files.createDirectory(folder.resolve("arrays"));
    NpyWriter.floats(arrays.resolve("x.npy"), new int[] {3, 2}, 1, 2, 3, 4, 5, 6);
    try (DataSet data = DataSets.openUnlabelled(DataSpec.of(arrays))) {
      assertOneClass(data, 3);
    }
    assertRefused(DataSpec.of(arrays), "no array of labels");
    NpyWriter.longs(arrays.resolve("labels.npy"), new int[] {2}, 0, 1);
    try (DataSet data = DataSets.openUnlabelled(DataSpec.of(arrays).withUnlabelled(true))) {
      assertOneClass(data, 3);
    }
  }

  @Test
  void texts() throws IOException {
    Path file = folder.resolve("t.tsv");
    Files.writeString(file, "text\nsome words\nmore of them\n");
    try (DataSet data = DataSets.openUnlabelled(DataSpec.of(file))) {
      assertOneClass(data, 2);
    }
    Files.writeString(file, "text\tlabel\nsome words\ta\nmore of them\t\n");
    try (DataSet data = DataSets.openUnlabelled(DataSpec.of(file).withUnlabelled(true))) {
      assertOneClass(data, 2);
    }
  }

  /** {@code count} rows of 8 × 8 pixels, row i all of value i. */
  private static String rows(int count, boolean labels) {
    return IntStream.range(0, count)
        .mapToObj(i -> (labels ? 9 - i + "," : "") + (i + ",").repeat(63) + i)
        .collect(Collectors.joining("\n", "", "\n"));
  }

  @Test
  void tablesOfPixels() throws IOException {
    Path named = folder.resolve("test.csv");
    String names =
        IntStream.range(0, 64).mapToObj(i -> "pixel" + i).collect(Collectors.joining(","));
    Files.writeString(named, names + "\n" + rows(4, false));
    Path unnamed = folder.resolve("digits.csv");
    Files.writeString(unnamed, rows(4, false));
    for (Path file : List.of(named, unnamed)) {
      try (DataSet data = DataSets.openUnlabelled(DataSpec.of(file))) {
        assertOneClass(data, 4);
        assertValues(data, 0, 1, 2, 3);
      }
      assertRefused(DataSpec.of(file), "has pixels but no labels");
    }
  }

  @Test
  void aTableWithoutNamesHasItsLabelsFirst() throws IOException {
    Path file = folder.resolve("mnist_test.csv");
    Files.writeString(file, rows(5, true));
    try (DataSet data = DataSets.openAny(DataSpec.of(file))) {
      assertThat(data.isLabelled()).isTrue();
      assertValues(data, 0, 1, 2, 3, 4);
      assertThat(IntStream.range(0, 5).map(data::label).toArray()).containsExactly(9, 8, 7, 6, 5);
    }
    try (DataSet data = DataSets.openAny(DataSpec.of(file).withUnlabelled(true))) {
      assertOneClass(data, 5);
    }
    Files.writeString(file, rows(2, true) + "1,2,3\n");
    assertRefused(DataSpec.of(file), "line 3 of " + file);
  }
}
