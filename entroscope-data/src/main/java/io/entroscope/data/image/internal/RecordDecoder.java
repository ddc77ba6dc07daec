package io.entroscope.data.image.internal;

/** Turns stored bytes into pixels; one per thread. */
public interface RecordDecoder extends AutoCloseable {

  /**
   * Decodes record {@code index} of a batch into {@code into}, which may refer to the batch's bytes
   * from then on.
   *
   * @throws CorruptImageException if the bytes are no whole image
   */
  void decode(RecordBatch records, int index, Pixels into) throws CorruptImageException;

  @Override
  default void close() {}
}
