package io.entroscope.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/**
 * Opens files that are read. A named pipe in the place of a file would be waited for without end,
 * and a device may have no end: neither is opened. What a shell hands over ({@code <(command)},
 * {@code /dev/stdin}) is.
 */
public final class Inputs {
  private static final List<Path> HANDED_OVER =
      List.of(Path.of("/dev/fd"), Path.of("/dev/stdin"), Path.of("/proc/self/fd"));

  private Inputs() {}

  /** The bytes of a file. */
  public static InputStream stream(Path file) throws IOException {
    requireFile(file);
    return Files.newInputStream(file);
  }

  /** A file to be read at any place. */
  public static FileChannel channel(Path file) throws IOException {
    requireFile(file);
    return FileChannel.open(file, StandardOpenOption.READ);
  }

  /**
   * Checks that what lies there, if anything does, is a file or a folder.
   *
   * @throws FileSystemException if it is a pipe, a socket or a device
   */
  public static void requireFile(Path file) throws IOException {
    if (isOther(file) && HANDED_OVER.stream().noneMatch(file::startsWith)) {
      throw new FileSystemException(
          file.toString(), null, "it is a pipe, a socket or a device, not a file");
    }
  }

  /** Whether a pipe, a socket or a device lies there; storage elsewhere has none. */
  public static boolean isOther(Path file) throws IOException {
    if (!file.getFileSystem().equals(FileSystems.getDefault())) {
      return false;
    }
    try {
      return Files.readAttributes(file, BasicFileAttributes.class).isOther();
    } catch (NoSuchFileException e) {
      return false;
    }
  }
}
