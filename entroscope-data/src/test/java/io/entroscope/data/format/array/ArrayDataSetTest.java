package io.entroscope.data.format.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entroscope.data.DataException;
import io.entroscope.data.DataSpec;
import io.entroscope.data.Format;
import io.entroscope.data.batch.Batch;
import io.entroscope.data.batch.BatchPlan;
import io.entroscope.data.batch.BatchReader;
import io.entroscope.data.batch.BatchReader.Ahead;
import io.entroscope.data.format.DataSets;
import io.entroscope.data.format.array.ArrayInfo.NumberType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Arrays that NumPy 1.24 wrote, and such as must be refused. */
class ArrayDataSetTest {
  private static final int[] LABELS = {0, 2, 1, 0, 2};

  @TempDir Path folder;

  /** Copies a file that NumPy wrote. */
  private Path numpy(String name, String as) throws IOException {
    Path file = folder.resolve(as);
    try (InputStream in = ArrayDataSetTest.class.getResourceAsStream("npy/" + name)) {
      Files.copy(Objects.requireNonNull(in), file);
    }
    return file;
  }

  private void labels(int... labels) {
    NpyWriter.longs(folder.resolve("labels.npy"), labels);
  }

  private ArrayDataSet open() {
    return (ArrayDataSet) DataSets.openAny(DataSpec.of(folder));
  }

  private static void assertRefused(Path path, String... parts) {
    assertThatThrownBy(() -> DataSets.openAny(DataSpec.of(path)))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll(parts)
        .message()
        .doesNotContain("\n");
  }

  private static double value(ByteBuffer bytes, NumberType type) {
    return switch (type) {
      case FLOAT32 -> bytes.getFloat();
      case FLOAT64 -> bytes.getDouble();
      case INT64 -> bytes.getLong();
      case INT32 -> bytes.getInt();
      case FLOAT16 -> NumberReads.real(bytes, type);
      case INT16 -> bytes.getShort();
      case INT8, BOOL -> bytes.get();
      case UINT64 -> bytes.getLong();
      case UINT32 -> bytes.getInt();
      case UINT16 -> bytes.getShort();
      case UINT8 -> bytes.get() & 0xFF;
    };
  }

  /** The files hold (i − 7) · a + b in i = 0 to 29 of shape [5, 2, 3]; bool whether i is odd. */
  @ParameterizedTest
  @CsvSource({
    "FLOAT32, 0.25, 0",
    "FLOAT64, 0.25, 0",
    "INT64, 10000000000, 0",
    "INT32, 1, 0",
    "UINT8, 1, 100",
    "INT8, 1, 0",
    "INT16, 1, 0",
    "UINT16, 1, 100",
    "UINT32, 1, 100",
    "UINT64, 1, 100",
    "FLOAT16, 0.25, 0",
    "BOOL, 0, 0"
  })
  void readsWhatNumPyWrote(NumberType type, double a, double b) throws IOException {
    numpy(type.id() + ".npy", "x.npy");
    labels(LABELS);

    try (ArrayDataSet data = open()) {
      assertThat(data.arrays()).containsExactly(new ArrayInfo("x", type, List.of(2, 3)));
      assertThat(data.size()).isEqualTo(5);
      assertThat(data.classNames()).containsExactly("0", "1", "2");
      ByteBuffer all = ByteBuffer.allocateDirect(30 * type.width()).order(ByteOrder.LITTLE_ENDIAN);
      data.read(FedArray.asIs(data.arrays().get(0)), 0, all);
      all.flip();
      for (int i = 0; i < 30; i++) {
        double wanted = type == NumberType.BOOL ? i % 2 : (i - 7) * a + b;
        assertThat(value(all, type)).as("%s %d", type, i).isEqualTo(wanted);
      }
    }
  }

  @Test
  void readsOtherVersionsAndRows() throws IOException {
    numpy("version2.npy", "x.npy");
    numpy("row.npy", "y.npy");
    labels(LABELS);
    Files.writeString(folder.resolve("classes.txt"), "ant\nbee\ncat\ndog\n");

    try (ArrayDataSet data = open()) {
      assertThat(data.arrays())
          .containsExactly(
              new ArrayInfo("x", NumberType.FLOAT32, List.of(2, 3)),
              new ArrayInfo("y", NumberType.FLOAT32, List.of()));
      assertThat(data.namesClasses()).isTrue();
      assertThat(data.classNames()).containsExactly("ant", "bee", "cat", "dog");
      assertThat(data.format()).isEqualTo(Format.NPY);
    }
  }

  @Test
  void readsNpzWhereItLies() throws IOException {
    Path file = numpy("pair.npz", "some.npz");

    try (ArrayDataSet data = (ArrayDataSet) DataSets.openAny(DataSpec.of(file))) {
      assertThat(data.format()).isEqualTo(Format.NPZ);
      assertThat(data.arrays())
          .containsExactly(new ArrayInfo("input_ids", NumberType.INT64, List.of(2, 3)));
      assertThat(IntStream.range(0, 5).map(data::label)).containsExactly(0, 2, 1, 0, 2);
      ByteBuffer one = ByteBuffer.allocateDirect(6 * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      data.read(FedArray.asIs(data.arrays().get(0)), 3, one);
      assertThat(longs(one.flip())).containsExactly(11, 12, 13, 14, 15, 16);
    }
  }

  private static long[] longs(ByteBuffer bytes) {
    LongBuffer longs = bytes.asLongBuffer();
    long[] values = new long[longs.remaining()];
    longs.get(values);
    return values;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "objects.npy; dtype object; array of numbers",
        "fields.npy; no plain numbers; each field",
        "scalar.npy; single number; examples",
        "empty.npy; float32 [N, 3]; holds no values",
      })
  void refusesOtherArrays(String name, String what, String cure) throws IOException {
    numpy(name, "x.npy");
    labels(LABELS);
    assertRefused(folder, "x.npy", what.strip(), cure.strip());
  }

  @Test
  void refusesFilesCutAnywhereAndFilesTooLong() throws IOException {
    labels(LABELS);
    Path file = numpy("float32.npy", "x.npy");
    byte[] whole = Files.readAllBytes(file);
    for (int length : new int[] {1, 7, 9, 50, 127, 128, 200, whole.length - 1}) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertRefused(folder, "x.npy", "cut off");
    }
    Files.write(file, Arrays.copyOf(whole, whole.length + 1));
    assertRefused(folder, "x.npy", "too long", "121 of 120 bytes");
    Files.writeString(file, "these are no numbers");
    assertRefused(folder, "x.npy", "no NumPy array", "np.save");
    assertRefused(folder.resolve("labels.npy"), "single array", "name the folder");
  }

  @Test
  void refusesNpzThatIsCutOff() throws IOException {
    for (String name : new String[] {"pair.npz", "compressed.npz"}) {
      Path whole = numpy(name, name);
      byte[] bytes = Files.readAllBytes(whole);
      Files.write(whole, Arrays.copyOf(bytes, bytes.length / 2));
      assertRefused(whole, name, "cut off");
    }
  }

  @Test
  void refusesLabelsThatAreNone() throws IOException {
    Path x = numpy("float32.npy", "x.npy");
    assertRefused(folder, "no array of labels", "x", "`labelArray`");
    labels(0, 1);
    assertRefused(folder, "5 examples", "2 labels");
    labels(0, 1, -1, 0, 0);
    assertRefused(folder, "label -1", "example 2");
    labels(0, 1, 2_000_000_000, 0, 0);
    assertRefused(folder, "label 2000000000", "example 2");
    Path file = folder.resolve("labels.npy");
    NpyWriter.floats(file, new int[] {5}, 0, 1, 0.5f, 0, 0);
    assertRefused(folder, "label 0.5", "example 2");
    NpyWriter.floats(file, new int[] {5, 2}, 0, 1, 1, 0, 1, 1, 0, 1, 1, 0);
    assertRefused(folder, "labels.npy, float32 [N, 2]", "not one-hot at example 2", "argmax");
    NpyWriter.floats(file, new int[] {5, 2}, 0, 1, 1, 0, 0, 0, 0, 1, 1, 0);
    assertRefused(folder, "has no 1 at example 2");
    NpyWriter.floats(file, new int[] {5, 1, 1}, 0, 1, 1, 0, 0);
    assertRefused(folder, "labels.npy is float32 [N, 1, 1]", "one-hot [N, C]");
    labels(LABELS);
    Files.writeString(folder.resolve("classes.txt"), "ant\nbee\n");
    assertRefused(folder, "label 2", "names only 2");
    Files.delete(x);
    assertRefused(folder, "no array");
  }

  @Test
  void saysThatArraysAreNoImages() throws IOException {
    numpy("float32.npy", "x.npy");
    labels(LABELS);
    assertThatThrownBy(() -> DataSets.open(DataSpec.of(folder)))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll(folder.toString(), "holds arrays", "no uint8 images");
  }

  /** Several inputs, positions with gaps, any number of threads: what is in the files. */
  @Test
  void readsBatches() throws IOException {
    int n = 23;
    long[] ids = IntStream.range(0, 4 * n).mapToLong(i -> 100L + i).toArray();
    float[] table = new float[2 * n];
    for (int i = 0; i < table.length; i++) {
      table[i] = i / 8f;
    }
    NpyWriter.longs(folder.resolve("ids.npy"), new int[] {n, 4}, ids);
    NpyWriter.floats(folder.resolve("table.npy"), new int[] {n, 2}, table);
    labels(IntStream.range(0, n).map(i -> i % 3).toArray());
    int[] positions = IntStream.range(0, n).filter(i -> i % 5 != 3).toArray();
    BatchPlan plan = BatchPlan.of(positions, 4);

    for (int threads = 1; threads <= 3; threads++) {
      boolean[] seen = new boolean[n];
      try (ArrayDataSet data = open();
          BatchReader reader = reader(data, plan, Optional.empty(), threads)) {
        for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
          LongBuffer of = batch.tensors().get(1).asLongBuffer();
          for (int i = 0; i < batch.count(); i++) {
            int position = batch.position(i);
            seen[position] = true;
            assertThat(batch.label(i)).isEqualTo(position % 3);
            assertThat(of.get(4 * i + 2)).isEqualTo(100L + 4L * position + 2);
            assertThat(batch.inputs().get(2 * i + 1)).isEqualTo((2 * position + 1) / 8f);
          }
          for (int i = 4 * batch.count(); i < 16; i++) {
            assertThat(of.get(i)).isZero();
          }
          batch.close();
        }
      }
      assertThat(IntStream.range(0, n).filter(i -> seen[i]).toArray()).containsExactly(positions);
    }
  }

  private static BatchReader reader(
      ArrayDataSet data, BatchPlan plan, Optional<String> mask, int threads) {
    return BatchReader.open(
        data,
        plan,
        0,
        plan.batches(),
        Stream.of("table", "ids")
            .map(name -> FedArray.asIs(data.forInput(name).orElseThrow()))
            .toList(),
        mask,
        new Ahead(threads, threads + 1));
  }

  @Test
  void refusesNaNAndMasksThatAreNone() {
    float[] table = new float[10];
    table[7] = Float.NaN;
    NpyWriter.floats(folder.resolve("table.npy"), new int[] {5, 2}, table);
    NpyWriter.longs(folder.resolve("ids.npy"), new int[] {5, 2}, 1, 1, 0, 0, 1, 0, 0, 1, 1, 2);
    labels(LABELS);
    BatchPlan plan = BatchPlan.of(new int[] {0, 1, 2, 3, 4}, 2);

    try (ArrayDataSet data = open()) {
      assertFails(data, plan, Optional.empty(), "example 3", "'table' holds NaN", "`skipCorrupt`");
      assertFails(data, plan, Optional.of("ids"), "example 1", "'ids' keeps none of its tokens");
      BatchPlan last = BatchPlan.of(new int[] {4}, 1);
      assertFails(data, last, Optional.of("ids"), "example 4", "holds 2.0, not 0 or 1");
    }
    DataSpec skipping = DataSpec.of(folder).withSkipCorrupt(true);
    try (ArrayDataSet data = (ArrayDataSet) DataSets.openAny(skipping);
        BatchReader reader = reader(data, plan, Optional.of("ids"), 1)) {
      assertThat(ids(reader)).containsExactly(1L, 1L, 1L, 0L);
      assertThat(reader.skipped()).containsExactly(1, 3, 4);
    }
  }

  private static List<Long> ids(BatchReader reader) {
    List<Long> found = new ArrayList<>();
    for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
      LongBuffer ids = batch.tensors().get(1).asLongBuffer();
      for (int i = 0; i < 2 * batch.count(); i++) {
        found.add(ids.get(i));
      }
      batch.close();
    }
    return found;
  }

  private static void assertFails(
      ArrayDataSet data, BatchPlan plan, Optional<String> mask, String... parts) {
    try (BatchReader reader = reader(data, plan, mask, 1)) {
      assertThatThrownBy(() -> ids(reader))
          .isInstanceOf(DataException.class)
          .hasMessageContainingAll(parts)
          .message()
          .doesNotContain("\n");
    }
  }
}
