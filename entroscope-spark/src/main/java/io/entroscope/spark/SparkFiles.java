package io.entroscope.spark;

import io.entroscope.data.DataException;
import io.entroscope.data.format.parquet.TableFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;

/** What Spark and Hadoop are told of Parquet files, and what these say beside their rows. */
final class SparkFiles {
  private SparkFiles() {}

  /** A file's name for Spark's readers, which would take some characters for patterns. */
  static String literal(Path file) {
    return new org.apache.hadoop.fs.Path(file.toUri())
        .toString()
        .replaceAll("[\\\\*?\\[\\]{}]", "\\\\$0");
  }

  /**
   * The names that Hugging Face's metadata in a file gives to the numbers in a column; empty if it
   * gives none.
   *
   * @throws DataException if the file cannot be read
   */
  static Optional<List<String>> classNames(Path file, String column, Configuration hadoop) {
    String metadata;
    try (ParquetFileReader reader =
        ParquetFileReader.open(
            HadoopInputFile.fromPath(new org.apache.hadoop.fs.Path(file.toUri()), hadoop))) {
      metadata = reader.getFileMetaData().getKeyValueMetaData().get(TableFiles.HUGGING_FACE);
    } catch (IOException | RuntimeException e) {
      throw new DataException(
          file + " is no whole Parquet file (" + reason(e) + "); download or copy it again", e);
    }
    return Optional.ofNullable(metadata).flatMap(text -> TableFiles.classNames(text, column));
  }

  private static String reason(Exception e) {
    return Objects.requireNonNullElse(e.getMessage(), "damaged").replaceAll("\\s+", " ");
  }
}
