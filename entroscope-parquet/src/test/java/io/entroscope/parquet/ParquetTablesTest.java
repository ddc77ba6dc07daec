package io.entroscope.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entroscope.data.column.ColumnFile;
import io.entroscope.data.column.ColumnFiles;
import io.entroscope.data.column.Leaf;
import io.entroscope.data.column.Rows;
import io.entroscope.table.Column;
import io.entroscope.table.Table;
import io.entroscope.table.TableWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables that are written as Parquet, read back. */
class ParquetTablesTest {
  private static final int ROWS = 3_000;

  @TempDir private Path folder;

  private static Table<Integer> table(int rows) {
    return new Table<>(
        "made up",
        List.of(
            Column.text("layer", row -> row % 3 == 0 ? null : "Schicht " + row % 7),
            Column.integer("n", row -> row % 5 == 0 ? null : row * 10_000_000_000L),
            Column.real("value", row -> row % 4 == 0 ? Double.NaN : 1.0 / row),
            Column.vector("activations/fc1", row -> new float[] {row, -row, 0.1f}),
            Column.vector("none", row -> new float[0])),
        into -> IntStream.range(0, rows).forEach(into::accept));
  }

  private static byte[] bytes(Table<?> table) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TableWriter.parquet().orElseThrow().write(table, out);
    return out.toByteArray();
  }

  private Path written(Table<?> table) throws IOException {
    return Files.write(folder.resolve("table.parquet"), bytes(table));
  }

  @Test
  void everyCellIsReadBack() throws IOException {
    try (ColumnFile file = ColumnFiles.find().open(written(table(ROWS)))) {
      assertThat(file.rows()).isEqualTo(ROWS);
      List<Leaf> leaves = file.leaves();
      assertThat(leaves)
          .extracting(leaf -> leaf.path().get(0))
          .containsExactly("layer", "n", "value", "activations/fc1", "none");
      try (Rows rows = file.read(leaves, 0)) {
        for (int row = 0; row < ROWS; row++) {
          assertThat(rows.next()).isTrue();
          requireRow(rows, row);
        }
        assertThat(rows.next()).isFalse();
      }
    }
  }

  private static void requireRow(Rows rows, int row) {
    assertThat(rows.count(0)).isEqualTo(row % 3 == 0 ? 0 : 1);
    if (row % 3 != 0) {
      assertThat(new String(rows.bytes(0, 0), StandardCharsets.UTF_8))
          .isEqualTo("Schicht " + row % 7);
    }
    assertThat(rows.count(1)).isEqualTo(row % 5 == 0 ? 0 : 1);
    if (row % 5 != 0) {
      assertThat(rows.whole(1, 0)).isEqualTo(row * 10_000_000_000L);
    }
    assertThat(rows.count(2)).isEqualTo(row % 4 == 0 ? 0 : 1);
    if (row % 4 != 0) {
      assertThat(rows.real(2, 0)).isEqualTo(1.0 / row);
    }
    assertThat(rows.count(3)).isEqualTo(3);
    assertThat(rows.real(3, 0)).isEqualTo(row);
    assertThat(rows.real(3, 2)).isEqualTo(0.1f);
    assertThat(rows.count(4)).isZero();
  }

  @Test
  void aTableWithoutRowsIsAFile() throws IOException {
    try (ColumnFile file = ColumnFiles.find().open(written(table(0)))) {
      assertThat(file.rows()).isZero();
      assertThat(file.leaves()).hasSize(5);
    }
  }

  @Test
  void equalTablesAreEqualBytes() throws IOException {
    assertThat(bytes(table(ROWS))).isEqualTo(bytes(table(ROWS)));
  }

  @Test
  void whatFailsOnTheWayFailsAsItWas() {
    IOException gone = new IOException("temporary file ends early");
    Table<Integer> broken =
        new Table<>(
            "broken",
            List.of(
                Column.vector(
                    "activations",
                    row -> {
                      throw new UncheckedIOException(gone);
                    })),
            into -> into.accept(0));
    assertThatThrownBy(() -> bytes(broken)).isSameAs(gone);
  }
}
