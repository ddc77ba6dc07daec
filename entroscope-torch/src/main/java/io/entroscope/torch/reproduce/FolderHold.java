package io.entroscope.torch.reproduce;

import io.entroscope.core.PlanException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps every other study from working in a folder, for as long as it is open. */
final class FolderHold implements AutoCloseable {
  private final FileChannel channel;

  private FolderHold(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes hold of a study's folder. The operating system lets go of it when the process ends,
   * however it ends; the empty file {@code models/lock} stays.
   *
   * @throws PlanException if another study has it
   */
  static FolderHold of(Path out) throws IOException {
    Path file = out.resolve("models").resolve("lock");
    Files.createDirectories(file.getParent());
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (!locked(channel)) {
      channel.close();
      throw new PlanException(
          "another study is at work in " + out + "; wait until it ends, or give another --out");
    }
    return new FolderHold(channel);
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
