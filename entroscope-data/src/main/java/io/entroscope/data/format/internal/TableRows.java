package io.entroscope.data.format.internal;

import io.entroscope.data.DataException;
import io.entroscope.data.column.ColumnFile;
import io.entroscope.data.column.ColumnFiles;
import io.entroscope.data.column.Leaf;
import io.entroscope.data.column.Rows;
import io.entroscope.files.FileStamps;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The files of one split of a table, whose rows are numbered through. */
public final class TableRows implements AutoCloseable {
  private final List<Path> paths;
  private final List<ColumnFile> files = new ArrayList<>();
  private final FileStamps stamps;
  // Of every file the number of its first row, and last that of rows in all.
  private final int[] starts;

  private TableRows(List<Path> paths) {
    this.paths = paths;
    this.stamps = FileStamps.of(paths);
    this.starts = new int[paths.size() + 1];
  }

  /**
   * Opens files.
   *
   * @throws DataException if one is no whole Parquet file, or they hold no rows or too many
   */
  public static TableRows open(List<Path> paths) {
    TableRows rows = new TableRows(paths);
    try {
      rows.openFiles();
      return rows;
    } catch (RuntimeException e) {
      rows.close();
      throw e;
    }
  }

  private void openFiles() {
    ColumnFiles reader = ColumnFiles.find();
    long rows = 0;
    for (int i = 0; i < paths.size(); i++) {
      files.add(reader.open(paths.get(i)));
      rows += files.get(i).rows();
      if (rows > Integer.MAX_VALUE - 8) {
        throw new DataException(
            paths.get(i) + " claims more rows than are analysed at once, 2,147,483,639");
      }
      starts[i + 1] = (int) rows;
    }
    if (rows == 0) {
      throw new DataException(paths.get(0) + " has no rows; give a table that has some");
    }
  }

  public int size() {
    return starts[files.size()];
  }

  /** The files as they were before they were read. */
  public FileStamps files() {
    return stamps;
  }

  /** What the first file's rows hold. */
  public List<Leaf> leaves() {
    return files.get(0).leaves();
  }

  /** What the first file says under a key. */
  public Optional<String> metadata(String key) {
    return files.get(0).metadata(key);
  }

  private int fileOf(int row) {
    int place = Arrays.binarySearch(starts, row);
    while (place >= 0 && place < files.size() && starts[place + 1] == row) {
      place++;
    }
    return place >= 0 ? place : -place - 2;
  }

  /** Where a row is, for messages. */
  public String describe(int row) {
    int file = fileOf(row);
    return "row " + (row - starts[file]) + " of " + paths.get(file);
  }

  /** Rows of all files, one after the other, from one on. */
  public Rows read(List<Leaf> leaves, int from) {
    return new Through(leaves, from);
  }

  private Rows openRows(int file, List<Leaf> leaves, long from) {
    ColumnFile of = files.get(file);
    for (Leaf leaf : leaves) {
      if (!of.leaves().contains(leaf)) {
        throw new DataException(
            paths.get(file)
                + " has no column '"
                + String.join(".", leaf.path())
                + "' of the same type as "
                + paths.get(0)
                + " has; give files of one table");
      }
    }
    return of.read(leaves, from);
  }

  @Override
  public void close() {
    files.forEach(ColumnFile::close);
  }

  /** Goes from file to file. */
  private final class Through implements Rows {
    private final List<Leaf> leaves;
    private int file;
    private Rows rows;

    Through(List<Leaf> leaves, int from) {
      this.leaves = leaves;
      this.file = fileOf(from);
      this.rows = openRows(file, leaves, from - starts[file]);
    }

    @Override
    public boolean next() {
      while (!rows.next()) {
        if (file + 1 == files.size()) {
          return false;
        }
        rows.close();
        file++;
        rows = openRows(file, leaves, 0);
      }
      return true;
    }

    @Override
    public int count(int leaf) {
      return rows.count(leaf);
    }

    @Override
    public byte[] bytes(int leaf, int index) {
      return rows.bytes(leaf, index);
    }

    @Override
    public long whole(int leaf, int index) {
      return rows.whole(leaf, index);
    }

    @Override
    public double real(int leaf, int index) {
      return rows.real(leaf, index);
    }

    @Override
    public void close() {
      rows.close();
    }
  }
}
