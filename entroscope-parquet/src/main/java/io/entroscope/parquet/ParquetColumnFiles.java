package io.entroscope.parquet;

import io.entroscope.data.column.ColumnFile;
import io.entroscope.data.column.ColumnFiles;
import java.nio.file.Path;

/** Parquet files by Apache's own library. */
public final class ParquetColumnFiles implements ColumnFiles {
  @Override
  public ColumnFile open(Path file) {
    return ParquetFile.open(file);
  }
}
