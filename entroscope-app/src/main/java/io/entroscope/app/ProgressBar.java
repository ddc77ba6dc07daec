package io.entroscope.app;

import io.entroscope.core.Progress;
import java.util.Locale;

/** A bar with images/s and time left on standard error, for a person who watches it. */
public final class ProgressBar implements Progress, AutoCloseable {
  private static final int WIDTH = 28;
  private static final long EVERY_NANOS = 100_000_000;

  private final long start = System.nanoTime();
  private long last;
  private boolean drawn;

  /** A bar if somebody watches, otherwise nothing. */
  public static ProgressBar start() {
    return new ProgressBar();
  }

  @Override
  public synchronized void update(long done, long total) {
    long now = System.nanoTime();
    if (!Console.watched() || (now - last < EVERY_NANOS && done < total)) {
      return;
    }
    last = now;
    drawn = true;
    double seconds = (now - start) / 1e9;
    double rate = done / Math.max(seconds, 1e-9);
    int filled = (int) (WIDTH * done / total);
    long left = Math.round((total - done) / Math.max(rate, 1e-9));
    Console.err()
        .printf(
            Locale.ROOT,
            "\r[%s%s] %3d%%  %,d of %,d images  %,.0f images/s  %d:%02d left ",
            "█".repeat(filled),
            "░".repeat(WIDTH - filled),
            100 * done / total,
            done,
            total,
            rate,
            left / 60,
            left % 60);
    Console.err().flush();
  }

  /** Wipes the bar away. */
  @Override
  public synchronized void close() {
    if (drawn) {
      Console.err().print("\r" + " ".repeat(100) + "\r");
      Console.err().flush();
      drawn = false;
    }
  }
}
