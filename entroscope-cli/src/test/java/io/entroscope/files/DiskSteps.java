package io.entroscope.files;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Lets tests of other modules stand between the program and each change that it makes to a disk.
 */
public final class DiskSteps {
  private DiskSteps() {}

  /** What happens before a step. */
  public interface Before {
    /**
     * Looks on, or throws what the disk says instead of doing it.
     *
     * @param step its name, such as {@code move}
     * @param file what it changes
     */
    void step(String step, Path file) throws IOException;
  }

  /** Something that writes. */
  public interface Work {
    void run() throws Exception;
  }

  /** Does some work while this is told of every step. */
  public static void during(Work work, Before before) throws Exception {
    Disk.watch = before::step;
    try {
      work.run();
    } finally {
      Disk.watch = (step, file) -> {};
    }
  }
}
