package io.entroscope.data.format.parquet;

import io.entroscope.data.DataException;
import io.entroscope.data.DataSpec;
import io.entroscope.data.column.Leaf;
import io.entroscope.data.column.Leaf.Kind;
import io.entroscope.data.column.Rows;
import io.entroscope.data.format.internal.NumberedClasses;
import io.entroscope.data.format.internal.TableRows;
import io.entroscope.setting.Setting;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * The labels of a table's rows: class indices, or names, which are numbered in the order of their
 * characters over all splits.
 *
 * @param of the class index of each row
 * @param names of the classes, by index
 * @param named whether these are names rather than numbers
 * @param fromOne whether the label 1 is the first class that is named
 */
record TableLabels(int[] of, List<String> names, boolean named, boolean fromOne) {
  private static final int MOST_CLASSES = 1_000_000;

  /**
   * Reads them.
   *
   * @param rows of the split
   * @throws DataException if a row has none, or a number is no class index
   */
  static TableLabels read(DataSpec spec, TableRows rows, Leaf leaf) {
    return leaf.kind() == Kind.TEXT ? texts(spec, rows, leaf) : numbers(spec, rows, leaf);
  }

  private static TableLabels numbers(DataSpec spec, TableRows rows, Leaf leaf) {
    int[] labels = new int[rows.size()];
    try (Rows each = rows.read(List.of(leaf), 0)) {
      for (int row = 0; each.next(); row++) {
        long label = each.count(0) == 0 ? -1 : each.whole(0, 0);
        if (label < 0 || label >= MOST_CLASSES) {
          throw new DataException(
              rows.describe(row)
                  + " has no label (nothing, or the number "
                  + label
                  + ") in '"
                  + leaf.column()
                  + "'; choose a labelled "
                  + Setting.SPLIT
                  + ", or another "
                  + Setting.LABEL_COLUMN);
        }
        labels[row] = (int) label;
      }
    }
    Optional<List<String>> listed =
        rows.metadata(TableFiles.HUGGING_FACE)
            .flatMap(text -> TableFiles.classNames(text, leaf.column()));
    int highest = Arrays.stream(labels).max().orElse(0);
    if (listed.isEmpty()) {
      List<String> numbers = IntStream.rangeClosed(0, highest).mapToObj(Integer::toString).toList();
      return new TableLabels(labels, numbers, false, false);
    }
    NumberedClasses classes = NumberedClasses.of(spec, listed.get(), Arrays.stream(labels));
    if (highest >= classes.names().size()) {
      throw new DataException(
          spec.path()
              + " has the label "
              + highest
              + ", but names only "
              + listed.get().size()
              + " classes; is '"
              + leaf.column()
              + "' the right column? choose with "
              + Setting.LABEL_COLUMN);
    }
    return new TableLabels(labels, classes.names(), true, classes.fromOne());
  }

  private static TableLabels texts(DataSpec spec, TableRows rows, Leaf leaf) {
    List<String> own = cells(rows, leaf);
    TreeSet<String> all = new TreeSet<>(own);
    List<Path> others = new ArrayList<>(TableFiles.all(spec.path()));
    others.removeAll(TableFiles.find(spec));
    if (!others.isEmpty()) {
      try (TableRows more = TableRows.open(others)) {
        all.addAll(cells(more, leaf));
      }
    }
    List<String> names = List.copyOf(all);
    Map<String, Integer> indices = new HashMap<>();
    IntStream.range(0, names.size()).forEach(i -> indices.put(names.get(i), i));
    int[] labels = own.stream().mapToInt(indices::get).toArray();
    return new TableLabels(labels, names, true, false);
  }

  private static List<String> cells(TableRows rows, Leaf leaf) {
    List<String> cells = new ArrayList<>();
    Map<String, String> known = new HashMap<>();
    try (Rows each = rows.read(List.of(leaf), 0)) {
      for (int row = 0; each.next(); row++) {
        if (each.count(0) == 0) {
          throw new DataException(
              rows.describe(row) + " has no label in '" + leaf.column() + "'; mend it");
        }
        String cell = new String(each.bytes(0, 0), StandardCharsets.UTF_8);
        cells.add(known.computeIfAbsent(cell, same -> same));
      }
    }
    return cells;
  }
}
