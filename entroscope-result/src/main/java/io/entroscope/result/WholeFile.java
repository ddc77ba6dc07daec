package io.entroscope.result;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Files that appear whole or not at all: written under a temporary name, then moved. */
public final class WholeFile {
  private WholeFile() {}

  /** What writes the content. */
  @FunctionalInterface
  public interface Content {
    /** Writes everything to the stream, which the caller closes. */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes a file, making the directory it lies in if there is none. Nothing is left of a file that
   * could not be finished, also when the program is told to stop in the middle.
   *
   * @throws IOException if it cannot be written; the message is the reason, in a few words
   */
  public static void write(Path file, Content content) throws IOException {
    Path absolute = file.toAbsolutePath();
    Path temporary = absolute.resolveSibling(absolute.getFileName() + ".part");
    try {
      Path parent = absolute.getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      temporary.toFile().deleteOnExit();
      try (OutputStream out = Files.newOutputStream(temporary)) {
        content.writeTo(out);
      }
      Files.move(temporary, absolute, StandardCopyOption.REPLACE_EXISTING);
    } catch (FileSystemException e) {
      clear(temporary, e);
      throw new IOException(reason(e), e);
    } catch (IOException | RuntimeException | Error e) {
      clear(temporary, e);
      throw e;
    }
  }

  private static void clear(Path temporary, Throwable cause) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  private static String reason(FileSystemException e) {
    if (e instanceof AccessDeniedException) {
      return "no permission to write " + e.getFile();
    }
    if (e instanceof FileAlreadyExistsException) {
      return e.getFile() + " is a file, not a directory";
    }
    if (e instanceof NoSuchFileException) {
      return "there is no " + e.getFile();
    }
    return e.getReason() == null ? String.valueOf(e.getMessage()) : e.getReason();
  }
}
