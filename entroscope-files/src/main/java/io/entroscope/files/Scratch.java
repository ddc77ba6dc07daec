package io.entroscope.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * A folder for temporary files, which is gone when it is closed. One that a killed program left is
 * removed when the next is made.
 */
public final class Scratch implements Closeable {
  private static final String PREFIX = "entroscope-";

  /** How long a program may take to start in a folder that was made for it. */
  private static final Duration STARTING = Duration.ofHours(1);

  private final OwnedFolder folder;

  private Scratch(OwnedFolder folder) {
    this.folder = folder;
  }

  /**
   * A new folder where the system has its temporary files.
   *
   * @throws IOException if it cannot be made; the message says why and what to do
   */
  public static Scratch make() throws IOException {
    Path parent = Path.of(System.getProperty("java.io.tmpdir"));
    try {
      Scratch made = new Scratch(OwnedFolder.make(parent, PREFIX));
      removeLeft(parent, made.path());
      return made;
    } catch (FileSystemException e) {
      throw new IOException(
          "cannot make a folder for temporary files: " + Reasons.of(e) + "; set TMPDIR", e);
    }
  }

  /**
   * A folder that was made for this program before it started, and whose name is this program's
   * prefix and 16 letters or digits.
   *
   * @return empty if another program has it
   * @throws IOException if it cannot be written to
   */
  public static Optional<Scratch> adopt(Path folder) throws IOException {
    Optional<Scratch> adopted = OwnedFolder.adopt(folder).map(Scratch::new);
    Path parent = folder.toAbsolutePath().getParent();
    if (adopted.isPresent() && parent != null) {
      removeLeft(parent, folder);
    }
    return adopted;
  }

  private static void removeLeft(Path parent, Path own) throws IOException {
    Object owner = Files.getOwner(own, LinkOption.NOFOLLOW_LINKS);
    for (OwnedFolder left : OwnedFolder.leftIn(parent, PREFIX, STARTING)) {
      try {
        // Another person could put links in it while it is being removed.
        if (Files.getOwner(left.path(), LinkOption.NOFOLLOW_LINKS).equals(owner)) {
          left.close();
        } else {
          left.abandon();
        }
      } catch (IOException ignored) {
        // It takes room; that is no reason for this program to fail.
      }
    }
  }

  /** Where it lies. */
  public Path path() {
    return folder.path();
  }

  @Override
  public void close() throws IOException {
    folder.close();
  }
}
