package io.entroscope.data.format.text;

import io.entroscope.data.DataException;
import io.entroscope.data.DataSpec;
import io.entroscope.data.Format;
import io.entroscope.data.TextReading;
import io.entroscope.data.column.Leaf;
import io.entroscope.data.column.Leaf.Kind;
import io.entroscope.data.column.Rows;
import io.entroscope.data.format.internal.TableLayout;
import io.entroscope.data.format.internal.TableRows;
import io.entroscope.data.format.parquet.TableFiles;
import io.entroscope.setting.Limit;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Texts and labels in a Parquet table; all of them are kept in memory, as those of files are. */
public final class TableTexts {
  private TableTexts() {}

  /**
   * Opens the texts of a split.
   *
   * @param rows closed here
   * @throws DataException if a row lacks its text or label
   */
  public static TextDataSet open(
      DataSpec spec, TableRows rows, TableLayout layout, boolean mayLackLabels) {
    List<Leaf> leaves = new ArrayList<>(layout.examples());
    layout.label().ifPresent(leaves::add);
    try (rows) {
      Optional<List<String>> listed =
          layout
              .label()
              .filter(leaf -> leaf.kind() == Kind.WHOLE)
              .flatMap(
                  leaf ->
                      rows.metadata(TableFiles.HUGGING_FACE)
                          .flatMap(text -> TableFiles.classNames(text, leaf.column())));
      TextDataSet.Source source =
          new TextDataSet.Source(
              Format.PARQUET,
              TableFiles.split(spec),
              rows.files(),
              table(spec.path(), rows, leaves),
              () -> others(spec, leaves),
              listed.or(() -> TextClasses.listed(folder(spec.path()))));
      return TextDataSet.of(spec, source, mayLackLabels);
    }
  }

  private static Path folder(Path path) {
    return java.nio.file.Files.isDirectory(path) ? path : path.toAbsolutePath().resolveSibling("");
  }

  private static List<TextTable> others(DataSpec spec, List<Leaf> leaves) {
    List<Path> others = new ArrayList<>(TableFiles.all(spec.path()));
    others.removeAll(TableFiles.find(spec));
    if (others.isEmpty()) {
      return List.of();
    }
    try (TableRows rows = TableRows.open(others)) {
      return List.of(table(spec.path(), rows, leaves));
    }
  }

  private static TextTable table(Path path, TableRows rows, List<Leaf> leaves) {
    List<@Nullable String[]> cells = new ArrayList<>();
    try (Rows each = rows.read(leaves, 0)) {
      while (each.next()) {
        @Nullable String[] row = new @Nullable String[leaves.size()];
        for (int i = 0; i < row.length; i++) {
          row[i] = each.count(i) == 0 ? null : cell(rows, cells.size(), each, leaves, i);
        }
        cells.add(row);
      }
    }
    List<String> names = leaves.stream().map(Leaf::column).toList();
    List<Long> numbers = LongStream.range(0, cells.size()).boxed().toList();
    TextRows all = new TextRows(path, names, cells, numbers, true, true);
    String label = names.size() > 1 ? names.get(1) : null;
    return TextTable.of(all, new TextReading(names.get(0), label, null, null));
  }

  private static String cell(TableRows rows, int row, Rows each, List<Leaf> leaves, int leaf) {
    if (leaves.get(leaf).kind() != Kind.TEXT) {
      return Long.toString(each.whole(leaf, 0));
    }
    byte[] bytes = each.bytes(leaf, 0);
    if (Limit.TEXT.isExceededBy(bytes.length)) {
      throw new DataException(
          rows.describe(row) + " holds a text of " + bytes.length + " bytes; " + Limit.TEXT.hint());
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
