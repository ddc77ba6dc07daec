package io.entroscope.files;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Every change that writing makes to a disk, one step each. */
final class Disk {
  /** Hears of each step before it is made; tests stop the program there. */
  @FunctionalInterface
  interface Watch {
    void before(String step, Path file) throws IOException;
  }

  /** What is handed to the system at once: a larger piece would need as much native memory. */
  private static final int PIECE = 1 << 20;

  static volatile Watch watch = (step, file) -> {};

  private Disk() {}

  private static void step(String step, Path file) throws IOException {
    watch.before(step, file);
  }

  /**
   * Makes a folder and those above it.
   *
   * @return those that were not there, outermost first
   */
  static List<Path> makeFolders(Path folder) throws IOException {
    List<Path> missing = new ArrayList<>();
    for (Path at = folder; at != null && !Files.exists(at); at = at.getParent()) {
      missing.add(at);
    }
    Collections.reverse(missing);
    if (!missing.isEmpty()) {
      step("make folder", folder);
    }
    // A link to a folder is one too, which Java 17 does not see; a file in its place is an error.
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder);
    }
    return missing;
  }

  /** Makes a folder that must not be there. */
  static void makeFolder(Path folder) throws IOException {
    step("make folder", folder);
    Files.createDirectory(folder);
  }

  /** Writes a file that must not be there, and waits until the disk has it. */
  static void create(Path file, Content content) throws IOException {
    step("create", file);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      content.writeTo(new ChannelOutput(channel));
      step("sync", file);
      channel.force(true);
    }
  }

  /** Waits until the disk has the names in a folder, where the system can do that. */
  static void syncFolder(Path folder) throws IOException {
    try {
      step("sync", folder);
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    } catch (IOException ignored) {
      // Windows opens no folders, and some file systems of networks cannot; names come anyhow.
    }
  }

  /** Gives a file another name, in place of what has it. */
  static void move(Path from, Path to) throws IOException {
    step("move", to);
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** A second name for a file, or a copy of it where there is no such thing. */
  static void keep(Path file, Path as) throws IOException {
    step("keep", file);
    try {
      Files.createLink(as, file);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (IOException | UnsupportedOperationException e) {
      Files.copy(file, as, StandardCopyOption.COPY_ATTRIBUTES);
    }
  }

  /** Removes a file, or a folder that is empty, if it is there. */
  static void delete(Path file) throws IOException {
    step("delete", file);
    Files.deleteIfExists(file);
  }

  /** Removes a folder with all that is in it, one thing in it last. */
  static void deleteTree(Path folder, Path last) throws IOException {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (!file.equals(last)) {
              delete(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path at, @Nullable IOException e)
              throws IOException {
            if (e != null) {
              throw e;
            }
            if (at.equals(folder)) {
              delete(last);
            }
            delete(at);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** The file's bytes in pieces; the channel outlives a stream that is closed. */
  private static final class ChannelOutput extends OutputStream {
    private final FileChannel channel;

    ChannelOutput(FileChannel channel) {
      this.channel = channel;
    }

    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
      for (int at = from; at < from + count; at += PIECE) {
        ByteBuffer piece = ByteBuffer.wrap(bytes, at, Math.min(PIECE, from + count - at));
        while (piece.hasRemaining()) {
          channel.write(piece);
        }
      }
    }
  }
}
