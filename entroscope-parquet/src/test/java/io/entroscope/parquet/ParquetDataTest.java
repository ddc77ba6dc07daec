package io.entroscope.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entroscope.data.DataException;
import io.entroscope.data.DataSet;
import io.entroscope.data.DataSpec;
import io.entroscope.data.Format;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.Split;
import io.entroscope.data.TextReading;
import io.entroscope.data.format.DataSets;
import io.entroscope.data.format.array.ArrayDataSet;
import io.entroscope.data.format.array.ArrayInfo;
import io.entroscope.data.format.array.FedArray;
import io.entroscope.data.format.text.TextDataSet;
import io.entroscope.table.Column;
import io.entroscope.table.Table;
import io.entroscope.table.TableWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that pyarrow wrote (make.py), as datasets. */
class ParquetDataTest {
  private static final Path FILES =
      Path.of("src", "test", "resources", "io", "entroscope", "parquet").toAbsolutePath();

  @TempDir private Path folder;

  private static DataSpec spec(String file) {
    return DataSpec.of(FILES.resolve(file));
  }

  private static int[] labels(DataSet data) {
    return IntStream.range(0, data.size()).map(data::label).toArray();
  }

  private static int value(ImageDataSet data, int position) {
    return data.image(position).value(0, 1, 1);
  }

  @Test
  void shardsOfImagesAreOneDataset() {
    try (ImageDataSet data = DataSets.open(spec("images"))) {
      assertThat(data.format()).isEqualTo(Format.PARQUET);
      assertThat(data.classNames()).containsExactly("ant", "bee", "cat");
      assertThat(data.namesClasses()).isTrue();
      assertThat(labels(data)).containsExactly(0, 1, 2, 0, 1, 2, 0);
      assertThat(IntStream.range(0, 7).map(i -> value(data, i)).toArray())
          .containsExactly(10, 20, 30, 40, 50, 60, 70);
      assertThat(value(data, 1)).isEqualTo(20);
      assertThat(data.name(6)).contains("6.png");
      assertThat(data.describe(5)).contains("row 1 of").contains("test-00001-of-00002.parquet");
    }
  }

  @Test
  void splitsAreThoseOfTheFilesNames() {
    try (ImageDataSet data = DataSets.open(spec("images").withSplit(Split.TRAIN))) {
      assertThat(data.size()).isEqualTo(2);
    }
    try (ImageDataSet data = DataSets.open(spec("images/data/train-00000-of-00001.parquet"))) {
      assertThat(data.split()).isEqualTo(Split.TRAIN);
    }
    assertThatThrownBy(() -> DataSets.open(spec("images").withSplit(Split.VAL)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no val split");
  }

  private static double[] read(ArrayDataSet data, ArrayInfo array, int position) {
    ByteBuffer into = ByteBuffer.allocate(array.rowBytes()).order(ByteOrder.nativeOrder());
    data.read(FedArray.asIs(array), position, into);
    into.flip();
    double[] values = new double[array.elements()];
    Arrays.setAll(
        values, i -> array.type().isFloating() ? into.getFloat() : (double) into.getLong());
    return values;
  }

  @Test
  void columnsOfNumbersAreOneArray() {
    try (ArrayDataSet data = (ArrayDataSet) DataSets.openAny(spec("features.parquet"))) {
      assertThat(data.classNames()).containsExactly("a", "b", "c");
      assertThat(labels(data)).containsExactly(0, 1, 2, 0, 1, 2);
      assertThat(data.arrays()).extracting(ArrayInfo::form).containsExactly("float32 [N, 3]");
      assertThat(read(data, data.arrays().get(0), 5)).containsExactly(1.25, 2.25, 3.25);
    }
  }

  @Test
  void listsAreArraysOfTheirOwn() {
    try (ArrayDataSet data = (ArrayDataSet) DataSets.openAny(spec("lists.parquet"))) {
      ArrayInfo ids = data.forInput("input_ids").orElseThrow();
      assertThat(ids.form()).isEqualTo("int64 [N, 3]");
      assertThat(read(data, ids, 4)).containsExactly(4, 5, 6);
      assertThat(labels(data)).containsExactly(1, 2, 3, 1, 2, 3);
      assertThat(data.fitLabels(3)).isTrue();
      assertThat(labels(data)).containsExactly(0, 1, 2, 0, 1, 2);
    }
  }

  @Test
  void textsAreReadWithTheNamesOfTheirClasses() {
    try (TextDataSet data = (TextDataSet) DataSets.openAny(spec("texts.parquet"))) {
      assertThat(data.classNames()).containsExactly("ant", "bee", "cat");
      assertThat(data.text(4)).isEqualTo("text 4");
      assertThat(data.describe(4)).startsWith("row 4 of");
      assertThat(labels(data)).containsExactly(0, 1, 2, 0, 1, 2);
    }
  }

  @Test
  void otherColumnsCanBeChosen() {
    DataSpec spec = spec("texts.parquet").withTexts(new TextReading("text", "id", null, null));
    try (DataSet data = DataSets.openAny(spec)) {
      assertThat(data.classNames()).hasSize(6);
    }
    assertThatThrownBy(
            () -> DataSets.openAny(spec.withTexts(new TextReading("txet", null, null, null))))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("`textColumn` names 'txet'")
        .hasMessageContaining("text");
  }

  @Test
  void labelsCanBeLeftAside() {
    try (DataSet data = DataSets.openAny(spec("images").withUnlabelled(true))) {
      assertThat(data.classNames()).containsExactly("all");
      assertThat(data.name(2)).isEqualTo(Optional.of("2.png"));
    }
  }

  @Test
  void whatIsNotReadIsRefusedInOneLine() throws IOException {
    assertRefused(FILES.resolve("brotli.parquet"), "is compressed with BROTLI, which is not read");
    byte[] whole = Files.readAllBytes(FILES.resolve("texts.parquet"));
    Path cut = Files.write(folder.resolve("cut.parquet"), Arrays.copyOf(whole, 700));
    assertRefused(cut, "is cut off");
    Path zeros = folder.resolve("zeros.parquet");
    byte[] damaged = whole.clone();
    Arrays.fill(damaged, 8, 200, (byte) 0);
    assertRefused(Files.write(zeros, damaged), "is no whole Parquet file");
    Path longFooter = folder.resolve("long.parquet");
    byte[] claims = whole.clone();
    claims[claims.length - 5] = 0x7F;
    assertRefused(Files.write(longFooter, claims), "claims a footer of 21");
  }

  private static void assertRefused(Path file, String part) {
    assertThatThrownBy(() -> DataSets.openAny(DataSpec.of(file)).close())
        .isInstanceOf(DataException.class)
        .hasMessageContaining(part)
        .message()
        .doesNotContain("\n");
  }

  @Test
  void coarseLabelsAreAColumnOfTheirOwn() throws IOException {
    Path file = folder.resolve("cifar100.parquet");
    Table<Integer> table =
        new Table<>(
            "features",
            List.of(
                Column.real("x", row -> row / 4.0),
                Column.integer("fine_label", row -> (long) row),
                Column.integer("coarse_label", row -> row / 3L)),
            into -> IntStream.range(0, 6).forEach(into::accept));
    try (OutputStream out = Files.newOutputStream(file)) {
      TableWriter.parquet().orElseThrow().write(table, out);
    }
    try (DataSet fine = DataSets.openAny(DataSpec.of(file))) {
      assertThat(labels(fine)).containsExactly(0, 1, 2, 3, 4, 5);
    }
    try (DataSet coarse = DataSets.openAny(DataSpec.of(file).withCoarseLabels(true))) {
      assertThat(labels(coarse)).containsExactly(0, 0, 0, 1, 1, 1);
    }
    assertThatThrownBy(() -> DataSets.openAny(spec("texts.parquet").withCoarseLabels(true)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("has no column 'coarse_label'");
  }
}
