package io.entroscope.spark;

import io.entroscope.data.DataException;
import java.util.function.Supplier;
import org.apache.spark.SparkThrowable;

/** Reading tables by Spark's own readers, whose faults come as exceptions of many kinds. */
final class TableReading {
  private TableReading() {}

  /**
   * What a reading gives.
   *
   * @param path of the dataset or file, for messages
   * @throws DataException if Spark cannot read a file of it; says which and why, as far as is known
   */
  static <T> T of(String path, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (DataException e) {
      throw e;
    } catch (Exception e) { // Scala's methods throw checked ones without saying so.
      throw fault(path, e);
    }
  }

  private static DataException fault(String path, Exception e) {
    String file = path;
    Throwable cause = e;
    while (true) {
      if (cause instanceof SparkThrowable known) {
        file = known.getMessageParameters().getOrDefault("path", file);
      }
      if (cause.getCause() == null) {
        break;
      }
      cause = cause.getCause();
    }
    String why = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    return new DataException(
        file
            + " cannot be read as Parquet ("
            + why.strip().lines().findFirst().orElse("").strip()
            + "); if it is damaged, download or copy it again",
        e);
  }
}
