package io.entroscope.files;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/** Single files that appear whole or not at all. */
public final class WholeFile {
  private WholeFile() {}

  /**
   * Writes a file, making the directory it lies in if there is none. What was there stays until the
   * new file is complete, and on disk. A link is followed; a device or a pipe is written to as it
   * is.
   *
   * @throws IOException if it cannot be written; the message is the reason, in a few words
   */
  public static void write(Path file, Content content) throws IOException {
    try {
      Path target = followed(file);
      if (Files.exists(target) && !Files.isRegularFile(target) && !Files.isDirectory(target)) {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(target))) {
          content.writeTo(out);
        }
        return;
      }
      try (FileSet set = FileSet.in(Objects.requireNonNull(target.getParent()))) {
        set.add(Objects.requireNonNull(target.getFileName()).toString(), content);
        set.commit();
      }
    } catch (FileSystemException e) {
      throw Reasons.inWords(e);
    }
  }

  /**
   * What stands in the way of writing into a folder that need not be there: the nearest thing above
   * that is no folder (a link to nowhere, too), or one that may not be written to; empty if nothing
   * does.
   */
  public static Optional<Path> obstacle(Path folder) {
    Path there = folder.toAbsolutePath();
    while (there.getParent() != null && !Files.exists(there, LinkOption.NOFOLLOW_LINKS)) {
      there = there.getParent();
    }
    return Files.isDirectory(there) && Files.isWritable(there)
        ? Optional.empty()
        : Optional.of(there);
  }

  private static Path followed(Path file) throws IOException {
    Path absolute = file.toAbsolutePath();
    return Files.isSymbolicLink(absolute) && Files.exists(absolute)
        ? absolute.toRealPath()
        : absolute;
  }
}
