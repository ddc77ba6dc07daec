package io.entroscope.report;

import io.entroscope.result.WholeFile;
import java.io.IOException;
import java.nio.file.Path;

/** Writes what a report consists of. */
final class Output {
  private Output() {}

  /**
   * Writes a file, whole or not at all; its directory is made if there is none.
   *
   * @throws ReportException if that cannot be done
   */
  static void write(Path file, byte[] content) {
    try {
      WholeFile.write(file, out -> out.write(content));
    } catch (IOException e) {
      throw new ReportException(
          "cannot write "
              + file
              + ": "
              + e.getMessage()
              + "; give a directory that can be written to and has room",
          e);
    }
  }
}
