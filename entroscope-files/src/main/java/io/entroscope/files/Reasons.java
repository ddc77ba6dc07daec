package io.entroscope.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Why a file cannot be read or written, in words rather than a path alone. */
public final class Reasons {
  private static final Pattern LINE_BREAK = Pattern.compile("\\R");

  private Reasons() {}

  /** A message on one line: what it names, or hands on, may have line breaks in it. */
  public static String inOneLine(@Nullable String message) {
    return LINE_BREAK
        .splitAsStream(String.valueOf(message))
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .collect(Collectors.joining(" "));
  }

  static IOException inWords(FileSystemException e) {
    return new IOException(of(e), e);
  }

  /** Why something cannot be read, in a few words that don't name it again. */
  public static String ofReading(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "no permission to read it";
    }
    if (e instanceof NoSuchFileException) {
      return "it is not there";
    }
    if (e instanceof FileSystemLoopException loop) {
      return "the link " + loop.getFile() + " leads back to a folder that it lies in";
    }
    return e instanceof FileSystemException named && named.getReason() != null
        ? named.getReason()
        : String.valueOf(e.getMessage());
  }

  private static boolean leadsNowhere(String file) {
    Path path = Path.of(file);
    return Files.isSymbolicLink(path) && !Files.exists(path);
  }

  /** Why something cannot be written, in a few words. */
  public static String of(IOException e) {
    if (!(e instanceof FileSystemException named)) {
      return String.valueOf(e.getMessage());
    }
    if (named instanceof AccessDeniedException) {
      return "no permission to write " + named.getFile();
    }
    if (named instanceof FileAlreadyExistsException) {
      return named.getFile()
          + (leadsNowhere(named.getFile())
              ? " is a link that leads to nothing"
              : " is a file, not a directory");
    }
    if (named instanceof NoSuchFileException) {
      return "there is no " + named.getFile();
    }
    return named.getReason() == null ? String.valueOf(named.getMessage()) : named.getReason();
  }
}
