package io.entroscope.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * A folder of temporary files and who works in it: its name tells that it is one of this program's,
 * and a held file in it that its owner still runs. Folders whose owner has ended can be found.
 */
final class OwnedFolder implements Closeable {
  private static final String OWNER = "owner";
  private static final Pattern TOKEN = Pattern.compile("[0-9A-Za-z]{16}");

  private final Path path;
  private final FileHold hold;

  private OwnedFolder(Path path, FileHold hold) {
    this.path = path;
    this.hold = hold;
  }

  Path path() {
    return path;
  }

  /** Makes a folder of which this program is the owner. */
  static OwnedFolder make(Path parent, String prefix) throws IOException {
    while (true) {
      String token = String.format("%016x", ThreadLocalRandom.current().nextLong());
      Path path = parent.resolve(prefix + token);
      Disk.makeFolder(path);
      try {
        Optional<OwnedFolder> made = adopt(path);
        if (made.isPresent()) {
          return made.get();
        }
      } catch (NoSuchFileException ignored) {
        // Another program took it for one that was left.
      }
    }
  }

  /**
   * Becomes the owner of a folder that has none.
   *
   * @return empty if it is another's
   */
  static Optional<OwnedFolder> adopt(Path path) throws IOException {
    return FileHold.make(path.resolve(OWNER)).map(hold -> new OwnedFolder(path, hold));
  }

  /**
   * The folders of programs that have ended, which are this program's from now on. Empty ones are
   * removed right away.
   *
   * @param grace how long an empty one may wait for its owner
   */
  static List<OwnedFolder> leftIn(Path parent, String prefix, Duration grace) throws IOException {
    List<OwnedFolder> left = new ArrayList<>();
    for (Path path : named(parent, prefix)) {
      try {
        take(path, grace).ifPresent(left::add);
      } catch (IOException ignored) {
        // Another person's, or gone meanwhile.
      }
    }
    return left;
  }

  /** The folders in another that are called as owned ones are. */
  static List<Path> named(Path parent, String prefix) throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> entries =
        Files.newDirectoryStream(parent, path -> isNamed(path, prefix))) {
      entries.forEach(found::add);
    }
    return found;
  }

  private static boolean isNamed(Path path, String prefix) {
    String name = Objects.requireNonNull(path.getFileName()).toString();
    return name.startsWith(prefix)
        && TOKEN.matcher(name.substring(prefix.length())).matches()
        && Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
  }

  private static Optional<OwnedFolder> take(Path path, Duration grace) throws IOException {
    Path owner = path.resolve(OWNER);
    if (!Files.exists(owner, LinkOption.NOFOLLOW_LINKS)) {
      Instant made = Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS).toInstant();
      if (!made.isAfter(Instant.now().minus(grace))) {
        // Fails, as it should, if there is anything in it.
        Files.delete(path);
      }
      return Optional.empty();
    }
    Optional<FileHold> hold = FileHold.take(owner);
    if (hold.isPresent() && !hold.get().isCertain()) {
      hold.get().close();
      return Optional.empty();
    }
    return hold.map(taken -> new OwnedFolder(path, taken));
  }

  /** Removes the folder and all in it. */
  @Override
  public void close() throws IOException {
    try {
      Disk.deleteTree(path, path.resolve(OWNER));
    } finally {
      hold.close();
    }
  }

  /** Leaves the folder to whoever finds it. */
  void abandon() throws IOException {
    hold.close();
  }
}
