package io.entroscope.data;

import java.nio.file.Path;

/**
 * Where the stored bytes of an image lie in a file.
 *
 * @param folder that the file is in or below
 * @param file its name, relative to the folder
 * @param offset the first byte, once unpacked
 * @param length in bytes; {@link #WHOLE}: the image is all of the file
 * @param number of the image in the file; −1 if it is all of it
 * @param gzip whether the file is packed
 */
public record Extent(Path folder, String file, long offset, int length, int number, boolean gzip) {
  /** The length where an image is all of a file. */
  public static final int WHOLE = -1;

  /** An image that is all of a file. */
  public static Extent file(Path folder, String file) {
    return new Extent(folder, file, 0, WHOLE, -1, false);
  }

  /** A record in a file of many. */
  public static Extent record(Path path, long offset, int length, int number, boolean gzip) {
    Path folder = path.getParent() == null ? Path.of("") : path.getParent();
    return new Extent(folder, path.getFileName().toString(), offset, length, number, gzip);
  }
}
