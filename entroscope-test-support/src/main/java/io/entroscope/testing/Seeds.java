package io.entroscope.testing;

import java.util.Random;

/** The seed of random tests: {@code -Dentroscope.seed=...} takes another, or replays a failure. */
public final class Seeds {
  private static final long SEED = seed(20260101L);

  private Seeds() {}

  /**
   * The seed asked for, else the test's own.
   *
   * @param usual what the test takes if nothing is asked for
   */
  public static long seed(long usual) {
    return Long.getLong("entroscope.seed", usual);
  }

  /** Numbers for one test, whose name tells them from those of others. */
  public static Random random(String test) {
    return new Random(SEED ^ test.hashCode());
  }

  /** What to say when a test with {@link #random} fails. */
  public static String replay() {
    return "replay with -Dentroscope.seed=" + SEED;
  }
}
