package io.entroscope.app;

/** One line on standard error that rewrites itself, never wider than the terminal. */
public final class ProgressLine implements AutoCloseable {
  private static final int WIDEST = 28;
  private static final int NARROWEST = 6;
  private static final long EVERY_NANOS = 100_000_000;

  private long last = System.nanoTime() - EVERY_NANOS;
  private int drawn;

  /** Whether somebody watches, and has had the time to read what was drawn before. */
  public boolean isDue() {
    return Console.watched() && System.nanoTime() - last >= EVERY_NANOS;
  }

  /**
   * Draws a bar between two pieces of text; it is as wide as there is room, or left out.
   *
   * @param share from 0 to 1
   */
  public void draw(String before, double share, String after) {
    last = System.nanoTime();
    String line = line(before, share, after, Console.width() - 1);
    Console.err().print("\r" + line + " ".repeat(Math.max(0, drawn - line.length())));
    Console.err().flush();
    drawn = line.length();
  }

  static String line(String before, double share, String after, int room) {
    int width = Math.min(WIDEST, room - before.length() - after.length() - 4);
    String line = before + (before.isEmpty() ? "" : " ") + bar(width, share) + after;
    return line.length() <= room ? line : line.substring(0, room);
  }

  private static String bar(int width, double share) {
    if (width < NARROWEST) {
      return "";
    }
    int filled = (int) (width * Math.min(1, Math.max(0, share)));
    return "[" + "█".repeat(filled) + "░".repeat(width - filled) + "] ";
  }

  /** Wipes the line away. */
  @Override
  public void close() {
    if (drawn > 0) {
      Console.err().print("\r" + " ".repeat(drawn) + "\r");
      Console.err().flush();
      drawn = 0;
    }
  }
}
