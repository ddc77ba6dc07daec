package io.entroscope.data.column;

import io.entroscope.data.DataException;
import java.util.List;
import java.util.Optional;

/**
 * One file of a table. Its rows may be read by several threads, each with {@link Rows} of its own.
 */
public interface ColumnFile extends AutoCloseable {
  /** The number of rows. */
  long rows();

  /** What rows hold, in the file's order. */
  List<Leaf> leaves();

  /** What the file says under a key beside its rows; empty if nothing. */
  Optional<String> metadata(String key);

  /**
   * Rows, one after the other.
   *
   * @param leaves what is wanted of them, at least one
   * @param from the first row
   * @throws DataException if the file is damaged
   */
  Rows read(List<Leaf> leaves, long from);

  @Override
  void close();
}
