package io.entroscope.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A lock on a file, which the operating system lets go when the process ends, however it ends.
 * Unlike the number of a process, it also tells the truth across containers and machines.
 */
final class FileHold implements Closeable {
  /**
   * What this program holds. A second look at such a file would be fatal: when a process closes any
   * of its channels to a file, POSIX takes all its locks on it away.
   */
  private static final Set<Path> HELD = new HashSet<>();

  private final Path file;
  private final FileChannel channel;
  private final boolean certain;

  private FileHold(Path file, FileChannel channel, boolean certain) {
    this.file = file;
    this.channel = channel;
    this.certain = certain;
  }

  /** Whether nobody else can hold it too: false where the file system has no locks. */
  boolean isCertain() {
    return certain;
  }

  /**
   * Takes hold of a file, which is made if it is not there.
   *
   * @return empty if another has it, or had it just now and took it away
   */
  static Optional<FileHold> make(Path file) throws IOException {
    try {
      Files.createFile(file);
    } catch (FileAlreadyExistsException e) {
      return take(file);
    }
    return take(file);
  }

  /**
   * Takes hold of a file.
   *
   * @return empty if another has it, or it is not there
   */
  static Optional<FileHold> take(Path file) throws IOException {
    synchronized (HELD) {
      try {
        Path real = real(file);
        return HELD.contains(real) ? Optional.empty() : open(real);
      } catch (NoSuchFileException e) {
        return Optional.empty();
      }
    }
  }

  private static Path real(Path file) throws IOException {
    Path absolute = file.toAbsolutePath();
    return Objects.requireNonNull(absolute.getParent())
        .toRealPath()
        .resolve(Objects.requireNonNull(absolute.getFileName()));
  }

  private static Optional<FileHold> open(Path file) throws IOException {
    Object key = key(file);
    FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
    boolean held = false;
    try {
      boolean certain = true;
      try {
        held = channel.tryLock() != null;
      } catch (OverlappingFileLockException e) {
        held = false;
      } catch (IOException e) {
        held = true;
        certain = false;
      }
      // Whoever had it may have removed it before letting go: then this is a lock on nothing.
      held = held && Objects.equals(key, key(file));
      if (held) {
        HELD.add(file);
      }
      return held ? Optional.of(new FileHold(file, channel, certain)) : Optional.empty();
    } finally {
      if (!held) {
        channel.close();
      }
    }
  }

  private static @Nullable Object key(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
        .fileKey();
  }

  /** Removes the file, then lets go of it. */
  void remove() throws IOException {
    try {
      Files.deleteIfExists(file);
    } finally {
      close();
    }
  }

  @Override
  public void close() throws IOException {
    synchronized (HELD) {
      HELD.remove(file);
      channel.close();
    }
  }
}
