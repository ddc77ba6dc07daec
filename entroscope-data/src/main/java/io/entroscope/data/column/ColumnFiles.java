package io.entroscope.data.column;

import io.entroscope.data.DataException;
import java.nio.file.Path;
import java.util.ServiceLoader;

/**
 * Opens Parquet files. What does so is found by {@link ServiceLoader}, since it brings libraries
 * that not everybody wants.
 */
public interface ColumnFiles {
  /**
   * Opens a file.
   *
   * @throws DataException if it is no whole Parquet file
   */
  ColumnFile open(Path file);

  /**
   * The first on the class path.
   *
   * @throws DataException if there is none
   */
  static ColumnFiles find() {
    return ServiceLoader.load(ColumnFiles.class)
        .findFirst()
        .orElseThrow(
            () ->
                new DataException(
                    "nothing that reads Parquet is on the class path; add entroscope-parquet, or"
                        + " read it through Apache Spark"));
  }
}
