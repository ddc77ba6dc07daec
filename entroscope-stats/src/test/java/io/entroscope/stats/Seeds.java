package io.entroscope.stats;

import java.util.Random;

/** The one seed of the random tests: {@code -Dentroscope.seed=...} replays a failure. */
final class Seeds {
  private static final long SEED = Long.getLong("entroscope.seed", 20260101L);

  private Seeds() {}

  static Random random(String test) {
    return new Random(SEED ^ test.hashCode());
  }

  static String replay() {
    return "replay with -Dentroscope.seed=" + SEED;
  }
}
