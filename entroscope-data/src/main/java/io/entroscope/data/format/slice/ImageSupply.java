package io.entroscope.data.format.slice;

import io.entroscope.data.DataException;
import io.entroscope.files.FileStamps;
import java.io.IOException;
import java.util.Optional;

/**
 * Encoded images (PNG, JPEG and the like) that something else than this module reads. A {@link
 * io.entroscope.data.format.DataSets#supplied dataset} of them decodes them as it does files.
 */
public interface ImageSupply extends AutoCloseable {
  /** The number of images. */
  int size();

  /**
   * The class index of an image. Where images are only given in their order, it may be asked for
   * once the image was read.
   */
  int label(int position);

  /** The file that an image was; empty if none is known. */
  Optional<String> name(int position);

  /** Where an image is to be found, for an error message. */
  String describe(int position);

  /**
   * Whether any threads may read any positions at the same time. If not, one does at a time, and
   * those of a batch plan in increasing order.
   */
  boolean concurrent();

  /**
   * The bytes of an image, which are the caller's from then on.
   *
   * @throws IOException if this image cannot be read, though others may be
   * @throws DataException if no image can be read
   */
  byte[] read(int position) throws IOException;

  /** The files that images are read from, as they were before; none if something else watches. */
  default FileStamps files() {
    return FileStamps.NONE;
  }

  @Override
  default void close() {}
}
