package io.entroscope.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Files that appear whole or not at all: written under a temporary name, then moved. */
final class WholeFile {
  private WholeFile() {}

  /**
   * Writes a file, making the directory it lies in if there is none.
   *
   * @throws ReportException if that cannot be done; nothing is left then
   */
  static void write(Path file, byte[] content) {
    Path absolute = file.toAbsolutePath();
    Path temporary = absolute.resolveSibling(absolute.getFileName() + ".part");
    try {
      Path parent = absolute.getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      Files.write(temporary, content);
      Files.move(temporary, absolute, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      try {
        Files.deleteIfExists(temporary);
      } catch (IOException suppressed) {
        e.addSuppressed(suppressed);
      }
      throw new ReportException(
          "cannot write "
              + file
              + " ("
              + reason(e)
              + "); give a directory that can be written to and has room",
          e);
    }
  }

  private static String reason(IOException e) {
    String name = e.getClass().getSimpleName().replace("Exception", "");
    return e instanceof java.nio.file.FileSystemException fs && fs.getReason() != null
        ? fs.getReason()
        : name;
  }
}
