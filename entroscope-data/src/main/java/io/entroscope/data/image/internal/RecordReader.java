package io.entroscope.data.image.internal;

import io.entroscope.data.DataException;

/** Reads the stored bytes of a dataset's images. */
public interface RecordReader extends AutoCloseable {

  /**
   * Whether any threads may read any positions at the same time. If not, one may at a time, and
   * positions are best asked for in increasing order.
   */
  boolean concurrent();

  /**
   * Appends the stored bytes of the image at a position.
   *
   * @throws CorruptImageException if the image is not whole, though others may be; nothing is
   *     appended then
   * @throws DataException if the dataset cannot be read
   */
  void read(int position, RecordBatch into) throws CorruptImageException;

  @Override
  void close();
}
