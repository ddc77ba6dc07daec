package io.entroscope.spark;

import io.entroscope.data.DataException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The labels of all rows of a table, in the order that rows are numbered in. Immutable. */
final class TableLabels {
  private static final int NONE = -1;

  private final List<String> files;
  // Of every file the position of its first row, and last the number of rows.
  private final int[] starts;
  private final int[] labels;

  private TableLabels(List<String> files, int[] starts, int[] labels) {
    this.files = List.copyOf(files);
    this.starts = starts;
    this.labels = labels;
  }

  /**
   * Rows that follow each other in a file.
   *
   * @param file that they are in
   * @param first place in it
   * @param labels of them; {@link #NONE} where there is none
   */
  private record Run(String file, long first, int[] labels) implements Serializable {}

  /**
   * Reads all labels.
   *
   * @param rows file, place in it, label
   * @throws DataException if there are no rows, or one has no label
   */
  static TableLabels read(Dataset<Row> rows, Path path) {
    List<Run> runs = new ArrayList<>(rows.toJavaRDD().mapPartitions(TableLabels::runs).collect());
    runs.sort(Comparator.comparing(Run::file).thenComparingLong(Run::first));
    long size = runs.stream().mapToLong(run -> run.labels().length).sum();
    if (size == 0) {
      throw new DataException(path + " has no rows");
    }
    if (size > Integer.MAX_VALUE - 8) {
      throw new DataException(
          path + " has " + size + " rows; no more than 2,147,483,639 are analysed at once");
    }
    List<String> files = new ArrayList<>();
    List<Integer> starts = new ArrayList<>();
    int[] labels = new int[(int) size];
    int position = 0;
    for (Run run : runs) {
      if (files.isEmpty() || !files.get(files.size() - 1).equals(run.file())) {
        files.add(run.file());
        starts.add(position);
      }
      if (run.first() != position - starts.get(starts.size() - 1)) {
        throw new DataException(run.file() + " changed while it was read; start again");
      }
      System.arraycopy(run.labels(), 0, labels, position, run.labels().length);
      position += run.labels().length;
    }
    starts.add(position);
    TableLabels read =
        new TableLabels(files, starts.stream().mapToInt(Integer::intValue).toArray(), labels);
    read.requireLabels();
    return read;
  }

  private static Iterator<Run> runs(Iterator<Row> rows) {
    List<Run> runs = new ArrayList<>();
    String file = "";
    long first = 0;
    int[] labels = new int[1024];
    int count = 0;
    while (rows.hasNext()) {
      Row row = rows.next();
      if (!row.getString(0).equals(file) || row.getLong(1) != first + count) {
        addRun(runs, file, first, labels, count);
        file = row.getString(0);
        first = row.getLong(1);
        count = 0;
      }
      if (count == labels.length) {
        labels = Arrays.copyOf(labels, 2 * count);
      }
      labels[count++] = label(row);
    }
    addRun(runs, file, first, labels, count);
    return runs.iterator();
  }

  private static int label(Row row) {
    long label = row.isNullAt(2) ? NONE : ((Number) row.get(2)).longValue();
    return label < 0 || label > Integer.MAX_VALUE - 1 ? NONE : (int) label;
  }

  private static void addRun(List<Run> runs, String file, long first, int[] labels, int count) {
    if (count > 0) {
      runs.add(new Run(file, first, Arrays.copyOf(labels, count)));
    }
  }

  private void requireLabels() {
    for (int position = 0; position < labels.length; position++) {
      if (labels[position] == NONE) {
        throw new DataException(
            describe(position)
                + " has no label (nothing, or a number below 0); choose a labelled --split");
      }
    }
  }

  int size() {
    return labels.length;
  }

  int label(int position) {
    return labels[position];
  }

  int highest() {
    return Arrays.stream(labels).max().orElse(0);
  }

  private int fileOf(int position) {
    int place = Arrays.binarySearch(starts, position);
    return place >= 0 ? place : -place - 2;
  }

  String file(int position) {
    return files.get(fileOf(position));
  }

  /** The position of the first row of a position's file. */
  int start(int position) {
    return starts[fileOf(position)];
  }

  String describe(int position) {
    return "row " + (position - start(position)) + " of " + file(position);
  }

  /** The position of each file's first row. */
  Map<String, Integer> starts() {
    Map<String, Integer> byFile = new HashMap<>();
    for (int i = 0; i < files.size(); i++) {
      byFile.put(files.get(i), starts[i]);
    }
    return byFile;
  }
}
