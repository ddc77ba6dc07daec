package io.entroscope.data.format.folder;

import io.entroscope.data.image.internal.CorruptImageException;
import io.entroscope.data.image.internal.RecordBatch;
import io.entroscope.files.FileStamps;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Image files in folders, on disk or in an archive. Names are relative, with {@code /} between. */
interface ImageStore extends AutoCloseable {

  /**
   * The images below a folder, in any order.
   *
   * @param names of the files, relative to that folder
   * @param ids what {@link #read} needs to know of each; empty if nothing but its name
   */
  record Listing(NamePool names, int[] ids) {}

  /**
   * The names of the folders directly in a folder ("" is the top), sorted, hidden ones left out.
   */
  List<String> folders(String folder);

  /** All images below a folder, hidden ones left out. */
  Listing images(String folder);

  /**
   * Appends the bytes of a file; any thread may.
   *
   * @throws CorruptImageException if this file cannot be read, though others may be
   */
  void read(String name, int id, RecordBatch into) throws CorruptImageException;

  /** The folder that the files lie in, each by itself; empty if they are parts of an archive. */
  default Optional<Path> root() {
    return Optional.empty();
  }

  /** The archive as it was before it was opened; none if the files lie by themselves. */
  default FileStamps archive() {
    return FileStamps.NONE;
  }

  /** Where a file or folder is, for a message. */
  String describe(String name);

  @Override
  void close();
}
