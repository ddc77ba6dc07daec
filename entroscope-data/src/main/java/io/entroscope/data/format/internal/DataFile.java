package io.entroscope.data.format.internal;

import io.entroscope.data.DataException;
import io.entroscope.files.WholeFile;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** A file of numbers, written whole or not at all. */
public final class DataFile {
  private DataFile() {}

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
    boolean gzip = file.toString().endsWith(".gz");
    try {
      WholeFile.write(
          file,
          raw -> {
            try (DataOutputStream out =
                new DataOutputStream(
                    new BufferedOutputStream(gzip ? new GZIPOutputStream(raw) : raw))) {
              content.writeTo(out);
            }
          });
    } catch (IOException e) {
      throw new DataException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }
}
