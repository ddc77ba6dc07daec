package io.entroscope.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Why a file cannot be written, in words rather than a path alone. */
final class Reasons {
  private Reasons() {}

  static IOException inWords(FileSystemException e) {
    return new IOException(reason(e), e);
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
