package io.entroscope.spark;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;

/**
 * Stands in for object storage that fails now and then: this machine's files under the scheme
 * {@code failing:}, of which every few that are opened cannot be, until it has failed as often as
 * it was told to.
 */
public final class FailingFiles extends FarFiles {
  private static volatile int every = 1;
  private static final AtomicInteger OPENED = new AtomicInteger();
  private static final AtomicInteger LEFT = new AtomicInteger();

  /** From now on one of so many files cannot be opened, so many times in all. */
  static void fail(int times, int ofSoMany) {
    every = ofSoMany;
    OPENED.set(0);
    LEFT.set(times);
  }

  /** How many of these failures are still to come. */
  static int left() {
    return LEFT.get();
  }

  @Override
  public URI getUri() {
    return URI.create("failing:///");
  }

  @Override
  public String getScheme() {
    return "failing";
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    if (OPENED.incrementAndGet() % every == 0
        && LEFT.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      throw new IOException("the storage does not answer (503)");
    }
    return super.open(path, bufferSize);
  }
}
