package io.entroscope.data.format.internal;

import io.entroscope.data.DataException;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.GZIPOutputStream;

/** A file that is written beside its place and moved there when it is whole. */
public final class PartFile {
  private PartFile() {}

  /** What goes into the file. */
  public interface Content {
    void writeTo(DataOutputStream out) throws IOException;
  }

  /**
   * Writes a file, whole or not at all; gzipped if its name ends so.
   *
   * @throws DataException if it cannot be written
   */
  public static void write(Path file, Content content) {
    Path absolute = file.toAbsolutePath();
    Path temporary = absolute.resolveSibling(absolute.getFileName() + ".part");
    try {
      boolean gzip = absolute.toString().endsWith(".gz");
      try (OutputStream raw = Files.newOutputStream(temporary);
          DataOutputStream out =
              new DataOutputStream(
                  new BufferedOutputStream(gzip ? new GZIPOutputStream(raw) : raw))) {
        content.writeTo(out);
      }
      Files.move(temporary, absolute, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      try {
        Files.deleteIfExists(temporary);
      } catch (IOException suppressed) {
        e.addSuppressed(suppressed);
      }
      throw new DataException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }
}
