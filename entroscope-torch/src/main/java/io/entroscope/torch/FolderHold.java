package io.entroscope.torch;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Keeps everyone else from working in a folder, for as long as it is open. */
public final class FolderHold implements AutoCloseable {
  private final FileChannel channel;

  private FolderHold(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes hold of a folder, which is made if it is not there. The operating system lets go of it
   * when the process ends, however it ends; the empty file {@code lock} in the folder stays.
   *
   * @return empty if another has it
   * @throws IOException if the folder cannot be written to, or its file system has no locks
   */
  public static Optional<FolderHold> of(Path folder) throws IOException {
    Files.createDirectories(folder);
    FileChannel channel =
        FileChannel.open(
            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean locked = false;
    try {
      locked = locked(channel);
    } finally {
      if (!locked) {
        channel.close();
      }
    }
    return locked ? Optional.of(new FolderHold(channel)) : Optional.empty();
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
