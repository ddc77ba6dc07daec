package io.entroscope.core.internal;

/** The class that scores name. */
public final class HighestScore {
  private HighestScore() {}

  /**
   * The index of the highest score; of equal ones, the first.
   *
   * @param scores {@code [C]}, at least one
   */
  public static int of(double[] scores) {
    int best = 0;
    for (int c = 1; c < scores.length; c++) {
      best = scores[c] > scores[best] ? c : best;
    }
    return best;
  }
}
