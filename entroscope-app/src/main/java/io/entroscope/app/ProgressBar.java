package io.entroscope.app;

import io.entroscope.core.Progress;
import java.util.Locale;

/** A bar with images/s and time left on standard error, for a person who watches it. */
public final class ProgressBar implements Progress, AutoCloseable {
  private final long start = System.nanoTime();
  private final ProgressLine line = new ProgressLine();

  /** A bar if somebody watches, otherwise nothing. */
  public static ProgressBar start() {
    return new ProgressBar();
  }

  @Override
  public synchronized void update(long done, long total) {
    if (!line.isDue() && !(Console.watched() && done == total)) {
      return;
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    double rate = done / Math.max(seconds, 1e-9);
    long left = Math.round((total - done) / Math.max(rate, 1e-9));
    line.draw(
        "",
        (double) done / total,
        String.format(
            Locale.ROOT,
            "%3d%%  %,d of %,d images  %,.0f images/s  %d:%02d left",
            100 * done / total,
            done,
            total,
            rate,
            left / 60,
            left % 60));
  }

  /** Wipes the bar away. */
  @Override
  public synchronized void close() {
    line.close();
  }
}
