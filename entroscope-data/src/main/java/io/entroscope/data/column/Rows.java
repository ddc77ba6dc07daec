package io.entroscope.data.column;

import io.entroscope.data.DataException;

/**
 * Rows of a {@link ColumnFile}, one after the other, for one thread. A leaf has in a row any number
 * of values: none where it is null, several where it is a list.
 */
public interface Rows extends AutoCloseable {
  /**
   * Goes to the next row, first to the first.
   *
   * @return whether there is one
   * @throws DataException if the file is damaged
   */
  boolean next();

  /** How many values a leaf has in this row. */
  int count(int leaf);

  /** A value of a leaf of kind {@link Leaf.Kind#BYTES} or {@link Leaf.Kind#TEXT}, in UTF-8. */
  byte[] bytes(int leaf, int index);

  /** A value of a leaf of whole numbers, or 0 and 1 for truth. */
  long whole(int leaf, int index);

  /** A number of any kind. */
  double real(int leaf, int index);

  @Override
  void close();
}
