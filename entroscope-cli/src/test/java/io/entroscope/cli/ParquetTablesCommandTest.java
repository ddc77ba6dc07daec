package io.entroscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.entroscope.data.column.ColumnFile;
import io.entroscope.data.column.ColumnFiles;
import io.entroscope.data.column.Leaf;
import io.entroscope.data.column.Rows;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What commands write as Parquet, against what they write otherwise. */
class ParquetTablesCommandTest {
  @TempDir private Path folder;

  private Cli.Outcome analysed(String... more) {
    List<Object> arguments =
        new ArrayList<>(List.of("analyze", Cli.MODEL, "--data", Cli.SAMPLE, "--limit", "60"));
    arguments.addAll(List.of("--quiet", "--out", folder));
    arguments.addAll(List.of(more));
    return Cli.run(arguments.toArray());
  }

  /** The rows of a file as CSV has them; numbers as they are parsed. */
  private static List<List<Object>> parquet(Path path) {
    List<List<Object>> table = new ArrayList<>();
    try (ColumnFile file = ColumnFiles.find().open(path)) {
      List<Leaf> leaves = file.leaves();
      try (Rows rows = file.read(leaves, 0)) {
        while (rows.next()) {
          List<Object> row = new ArrayList<>();
          for (int c = 0; c < leaves.size(); c++) {
            row.add(cell(rows, c, leaves.get(c)));
          }
          table.add(row);
        }
      }
    }
    return table;
  }

  private static Object cell(Rows rows, int column, Leaf leaf) {
    if (rows.count(column) == 0) {
      return "";
    }
    return leaf.kind() == Leaf.Kind.TEXT
        ? new String(rows.bytes(column, 0), StandardCharsets.UTF_8)
        : (Object) rows.real(column, 0);
  }

  private static void requireSame(Path csv, Path parquet) throws IOException {
    List<String> lines = Files.readAllLines(csv);
    List<List<Object>> rows = parquet(parquet);
    assertThat(rows).hasSize(lines.size() - 1);
    for (int r = 0; r < rows.size(); r++) {
      String[] cells = lines.get(r + 1).split(",", -1);
      assertThat(rows.get(r)).hasSameSizeAs(cells);
      for (int c = 0; c < cells.length; c++) {
        Object value = rows.get(r).get(c);
        if (value instanceof Double number) {
          assertThat((float) Double.parseDouble(cells[c])).isEqualTo(number.floatValue());
        } else {
          assertThat(value).isEqualTo(cells[c]);
        }
      }
    }
  }

  @Test
  void tablesAreThoseOfCsv() throws IOException {
    assertThat(analysed().code()).isZero();
    Cli.Outcome report = Cli.run("report", folder.toString(), "--format", "csv,parquet");
    assertThat(report.code()).isZero();
    requireSame(folder.resolve("result.csv"), folder.resolve("result.parquet"));
    requireSame(folder.resolve("images.csv"), folder.resolve("images.parquet"));
  }

  @Test
  void activationsAreARowForEachImage() {
    Path file = folder.resolve("activations.parquet");
    assertThat(analysed("--activations", file.toString()).code()).isZero();
    try (ColumnFile columns = ColumnFiles.find().open(file)) {
      assertThat(columns.rows()).isEqualTo(60);
      List<Leaf> leaves = columns.leaves();
      assertThat(leaves)
          .extracting(leaf -> leaf.path().get(0))
          .contains("positions", "labels", "classes", "predictions", "activations/fc1")
          .contains("entropies/fc1");
      int layer =
          leaves.stream().map(leaf -> leaf.path().get(0)).toList().indexOf("activations/fc1");
      try (Rows rows = columns.read(leaves, 0)) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.count(layer)).isGreaterThan(1);
      }
    }
  }

  @Test
  void otherNamesAreRefused() {
    Cli.Outcome refused = analysed("--activations", folder.resolve("x.csv").toString());
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains("is no name of an .npz or .parquet file");
  }
}
