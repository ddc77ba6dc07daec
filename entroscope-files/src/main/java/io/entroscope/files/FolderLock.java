package io.entroscope.files;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** The right to give files in a folder their names, which one program has at a time. */
final class FolderLock {
  static final String NAME = Stage.PREFIX + "lock";

  /** Within this program; whoever stops the program takes it, so that nothing is half named. */
  static final ReentrantLock ONE_AT_A_TIME = new ReentrantLock();

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long PAUSE_MILLIS = 20;

  private FolderLock() {}

  /** What is done while the lock is held. */
  @FunctionalInterface
  interface Action {
    void run() throws IOException;
  }

  /**
   * Waits for the lock of a folder and does something under it. Others have it for as long as
   * renaming takes.
   *
   * @throws IOException if it does not come free, or from the action
   */
  static void with(Path folder, Action action) throws IOException {
    ONE_AT_A_TIME.lock();
    try {
      FileHold hold = take(folder);
      try {
        action.run();
      } finally {
        hold.remove();
      }
    } finally {
      ONE_AT_A_TIME.unlock();
    }
  }

  private static FileHold take(Path folder) throws IOException {
    long until = System.nanoTime() + PATIENCE_NANOS;
    while (true) {
      Optional<FileHold> hold = FileHold.make(folder.resolve(NAME));
      if (hold.isPresent()) {
        return hold.get();
      }
      if (System.nanoTime() > until) {
        throw new IOException("another program has been writing into " + folder + " for long");
      }
      pause();
    }
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("stopped while waiting to write", e);
    }
  }
}
