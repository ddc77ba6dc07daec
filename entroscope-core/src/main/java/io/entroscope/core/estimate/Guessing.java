package io.entroscope.core.estimate;

import io.entroscope.result.Interval;
import java.util.Arrays;

/**
 * The accuracy beside what guessing reaches: a network that is not shown to be better has curves
 * like any other, but they are not those of a network that works.
 *
 * @param accuracy the share of images named right
 * @param interval its 95% confidence interval
 * @param guessed the accuracy of guessing, in [0, 1]
 */
record Guessing(double accuracy, Interval interval, double guessed) {
  /**
   * Beside the better of two guesses: any output alike, or always the most frequent class. The
   * images of one class alone say nothing of the second.
   *
   * @param outputs how many classes the model names
   * @param images of each class analysed
   */
  static Guessing of(double accuracy, Interval interval, int outputs, long[] images) {
    long[] seen = Arrays.stream(images).filter(n -> n > 0).toArray();
    double frequent =
        seen.length < 2
            ? 0
            : (double) Arrays.stream(seen).max().orElseThrow() / Arrays.stream(seen).sum();
    return new Guessing(accuracy, interval, Math.max(1.0 / outputs, frequent));
  }

  /** Whether the accuracy is shown to be above guessing. */
  boolean beaten() {
    return interval.low() > guessed;
  }
}
