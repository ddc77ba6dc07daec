package io.entroscope.data.format.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entroscope.data.ArrayNames;
import io.entroscope.data.DataException;
import io.entroscope.data.DataSpec;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.Split;
import io.entroscope.data.format.DataSets;
import io.entroscope.data.format.array.ArrayInfo.NumberType;
import io.entroscope.data.image.ImageShape;
import io.entroscope.setting.Limit;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Arrays as people save them: compressed, in any order and type, under the usual names. */
class SavedArraysTest {
  private static final int[] LABELS = {0, 2, 1, 0, 2};

  @TempDir Path folder;

  private Path numpy(String name, String as) throws IOException {
    Path file = folder.resolve(as);
    try (InputStream in = SavedArraysTest.class.getResourceAsStream("npy/" + name)) {
      Files.copy(Objects.requireNonNull(in), file);
    }
    return file;
  }

  private static ArrayDataSet open(DataSpec spec) {
    return (ArrayDataSet) DataSets.openAny(spec);
  }

  private static float[] floats(ArrayDataSet data, int position, int examples, double scale) {
    FedArray fed = new FedArray(data.arrays().get(0), NumberType.FLOAT32, scale);
    ByteBuffer bytes = ByteBuffer.allocate(examples * fed.rowBytes());
    data.read(fed, position, bytes);
    float[] values = new float[bytes.flip().remaining() / Float.BYTES];
    bytes.order(ByteOrder.nativeOrder()).asFloatBuffer().get(values);
    return values;
  }

  private static float[] expected(int from, int count, double a, double b) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) ((from + i - 7) * a + b);
    }
    return values;
  }

  /** All hold (i − 7) · a + b in i = 0 to 29 of shape [5, 2, 3]. */
  @ParameterizedTest
  @CsvSource({
    "fortran.npy, 0.25, 0",
    "big-endian.npy, 0.25, 0",
    "big-endian-int64.npy, 10000000000, 0",
    "float16.npy, 0.25, 0",
    "float64.npy, 0.25, 0",
    "int8.npy, 1, 0",
    "uint16.npy, 1, 100",
    "uint64.npy, 1, 100"
  })
  void givesFloatsOfAnyOrderAndType(String name, double a, double b) throws IOException {
    numpy(name, "x.npy");
    NpyWriter.longs(folder.resolve("labels.npy"), LABELS);
    try (ArrayDataSet data = open(DataSpec.of(folder))) {
      assertThat(floats(data, 0, 5, 1)).containsExactly(expected(0, 30, a, b));
      assertThat(floats(data, 2, 2, 1)).containsExactly(expected(12, 12, a, b));
      assertThat(floats(data, 4, 1, 0.5)).containsExactly(expected(24, 6, a / 2, b / 2));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "labels-column.npy, 0 1 2",
    "labels-one-hot.npy, 0 1 2",
    "labels-float.npy, 0 1 2",
    "labels-bool.npy, 0 1",
    "labels-text.npy, ant bee müsli",
    "labels-big-endian-text.npy, ant bee müsli",
    "labels-bytes.npy, ant bee cat"
  })
  void readsLabelsOfEveryKind(String name, String classes) throws IOException {
    numpy("float32.npy", "x.npy");
    numpy(name, "y.npy");
    try (ArrayDataSet data = open(DataSpec.of(folder))) {
      List<String> names = List.of(classes.split(" "));
      assertThat(data.classNames()).isEqualTo(names);
      assertThat(data.namesClasses()).isEqualTo(names.contains("ant"));
      assertThat(IntStream.range(0, 5).map(data::label).toArray())
          .containsExactly(
              Arrays.stream(LABELS).map(label -> Math.min(label, names.size() - 1)).toArray());
    }
  }

  @Test
  void textLabelsTakeTheirPlaceInTheList() throws IOException {
    numpy("float32.npy", "x.npy");
    numpy("labels-text.npy", "labels.npy");
    Path list = folder.resolve("classes.txt");
    Files.writeString(list, "dog\nmüsli\nbee\nant\n");
    try (ArrayDataSet data = open(DataSpec.of(folder))) {
      assertThat(IntStream.range(0, 5).map(data::label)).containsExactly(3, 1, 2, 3, 1);
    }
    Files.writeString(list, "ant\nbee\n");
    assertThatThrownBy(() -> open(DataSpec.of(folder)))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("'müsli'", "example 1");
  }

  @Test
  void splitsAndLabelsAreToldByTheirNames() throws IOException {
    Path keras = numpy("keras.npz", "mnist.npz");
    try (ArrayDataSet test = open(DataSpec.of(keras));
        ArrayDataSet train = open(DataSpec.of(keras).withSplit(Split.TRAIN))) {
      assertThat(test.arrays()).extracting(ArrayInfo::name).containsExactly("x_test");
      assertThat(IntStream.range(0, test.size()).map(test::label).toArray())
          .containsExactly(LABELS);
      assertThat(train.arrays()).extracting(ArrayInfo::name).containsExactly("x_train");
      assertThat(train.size()).isEqualTo(2);
    }
    assertThatThrownBy(() -> open(DataSpec.of(keras).withSplit(Split.VAL)))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("no val split", "train, test");
    Path medical = numpy("medmnist.npz", "medical.npz");
    try (ArrayDataSet val = open(DataSpec.of(medical).withSplit(Split.VAL))) {
      assertThat(val.arrays()).extracting(ArrayInfo::name).containsExactly("val_images");
      assertThat(val.size()).isEqualTo(3);
    }
  }

  @Test
  void arraysAreChosenByName() throws IOException {
    Path keras = numpy("keras.npz", "mnist.npz");
    DataSpec asked = DataSpec.of(keras).withArrays(new ArrayNames("x_train", "y_train"));
    try (ArrayDataSet data = open(asked.withSplit(Split.VAL))) {
      assertThat(data.size()).isEqualTo(2);
    }
    for (ArrayNames wrong : List.of(new ArrayNames("X", null), new ArrayNames(null, "Y"))) {
      assertThatThrownBy(() -> open(DataSpec.of(keras).withArrays(wrong)))
          .isInstanceOf(DataException.class)
          .hasMessageContainingAll("no such array", "x_test, x_train, y_test, y_train");
    }
    DataSpec crossed = DataSpec.of(keras).withArrays(new ArrayNames("x_train", "y_test"));
    assertThatThrownBy(() -> open(crossed))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("2 examples", "5 labels", "`labelArray`");
  }

  /** Grey images without an axis of channels, and colour images with it last. */
  @Test
  void bytesOfImagesAreImages() throws IOException {
    Path medical = numpy("medmnist.npz", "medical.npz");
    try (ImageDataSet colour = DataSets.open(DataSpec.of(medical));
        ImageDataSet grey = DataSets.open(DataSpec.of(numpy("keras.npz", "mnist.npz")))) {
      assertThat(grey.shape()).isEqualTo(new ImageShape(1, 4, 4));
      assertThat(colour.shape()).isEqualTo(new ImageShape(3, 4, 4));
      for (int i = 0; i < grey.size(); i++) {
        assertThat(colour.label(i)).isEqualTo(LABELS[i]);
        for (int y = 0; y < 4; y++) {
          for (int x = 0; x < 4; x++) {
            int value = (i * 16 + y * 4 + x) * 3 % 256;
            assertThat(grey.image(i).value(0, y, x)).isEqualTo(value);
            assertThat(colour.image(i).value(2, y, x)).isEqualTo(value);
          }
        }
      }
    }
  }

  @Test
  void textBesideTheInputsIsLeftAside() throws IOException {
    numpy("float32.npy", "x.npy");
    numpy("labels-text.npy", "file_names.npy");
    NpyWriter.longs(folder.resolve("y.npy"), LABELS);
    try (ArrayDataSet data = open(DataSpec.of(folder))) {
      assertThat(data.arrays()).extracting(ArrayInfo::name).containsExactly("x");
      assertThat(data.notes()).singleElement().asString().contains("'file_names' holds text");
    }
  }

  @Test
  void whatIsNoNumberOfTheTypeIsNamed() throws IOException {
    numpy("int64.npy", "x.npy");
    NpyWriter.longs(folder.resolve("labels.npy"), LABELS);
    try (ArrayDataSet data = open(DataSpec.of(folder))) {
      FedArray fed = new FedArray(data.arrays().get(0), NumberType.INT32, 1);
      ByteBuffer bytes = ByteBuffer.allocate(5 * fed.rowBytes());
      assertThatThrownBy(() -> data.read(fed, 0, bytes))
          .isInstanceOf(DataException.class)
          .hasMessageContainingAll("'x', int64 [N, 2, 3]", "-70000000000", "example 0", "int32");
    }
  }

  /** A file of some kilobytes that unpacks to gigabytes ends soon, and leaves nothing behind. */
  @Test
  void bombsAreRefused() throws IOException {
    Path bomb = folder.resolve("bomb.npz");
    byte[] zeros = new byte[1 << 20];
    try (OutputStream out = Files.newOutputStream(bomb);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("labels.npy"));
      zip.closeEntry();
      zip.putNextEntry(new ZipEntry("x.npy"));
      for (int i = 0; i < 200; i++) {
        zip.write(zeros);
      }
      zip.closeEntry();
    }
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    long before = entries(temporary);
    assertThatThrownBy(() -> open(DataSpec.of(bomb)))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("bomb.npz!x.npy", Limit.EXPANSION.hint());
    assertThat(entries(temporary)).isLessThanOrEqualTo(before);
  }

  private static long entries(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(path -> path.getFileName().toString().startsWith("entroscope-")).count();
    }
  }
}
