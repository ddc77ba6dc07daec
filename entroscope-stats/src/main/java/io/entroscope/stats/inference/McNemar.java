package io.entroscope.stats.inference;

/**
 * Two classifiers on the same images: Q. McNemar, "Note on the Sampling Error of the Difference
 * Between Correlated Proportions" (1947), by the exact binomial distribution, two-sided.
 *
 * @param onlyFirst images that only the first names rightly
 * @param onlySecond images that only the second names rightly
 */
public record McNemar(long onlyFirst, long onlySecond) {
  /** Below this a difference is called one. */
  public static final double LEVEL = 0.05;

  /**
   * From what both say.
   *
   * @param first {@code [N]}: the predicted classes
   * @param second {@code [N]}: the predicted classes
   * @param labels {@code [N]}: the true ones
   */
  public static McNemar of(int[] first, int[] second, int[] labels) {
    long onlyFirst = 0;
    long onlySecond = 0;
    for (int i = 0; i < labels.length; i++) {
      boolean a = first[i] == labels[i];
      boolean b = second[i] == labels[i];
      onlyFirst += a && !b ? 1 : 0;
      onlySecond += b && !a ? 1 : 0;
    }
    return new McNemar(onlyFirst, onlySecond);
  }

  /** The probability of a difference at least as large if both were equally good. */
  public double probability() {
    long n = onlyFirst + onlySecond;
    long least = Math.min(onlyFirst, onlySecond);
    double logTerm = -n * Math.log(2);
    double tail = Math.exp(logTerm);
    for (long k = 1; k <= least; k++) {
      logTerm += Math.log((double) (n - k + 1) / k);
      tail += Math.exp(logTerm);
    }
    return Math.min(1, 2 * tail);
  }

  /** Whether the difference is outside its noise. */
  public boolean isDifferent() {
    return probability() < LEVEL;
  }
}
