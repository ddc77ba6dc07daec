package io.entroscope.table;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * Writes tables. What writes Parquet is found by {@link ServiceLoader}, since it brings libraries
 * that not everybody wants.
 */
public interface TableWriter {
  /** What a message says where nothing writes Parquet. */
  String ABSENT = "nothing that writes Parquet is on the class path; add entroscope-parquet";

  /** What ends the names of Parquet files. */
  String PARQUET = ".parquet";

  /**
   * Writes a table; equal tables give equal bytes.
   *
   * @param out is left open
   */
  <R> void write(Table<R> table, OutputStream out) throws IOException;

  /** What writes Parquet: the first on the class path; empty if there is none. */
  static Optional<TableWriter> parquet() {
    return ServiceLoader.load(TableWriter.class).findFirst();
  }
}
