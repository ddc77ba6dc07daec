package io.entroscope.core.prune;

import io.entroscope.result.Interval;
import io.entroscope.stats.inference.McNemar;
import io.entroscope.stats.inference.NonInferiority;
import io.entroscope.stats.inference.Wilson;

/**
 * The whole network, repaired as the pruned one was: what is gained by a new head, or by training
 * on, it gains too, so that beside it what is lost is what was taken out.
 *
 * @param done what was done to it, in words
 * @param accuracy its accuracy on the test examples
 * @param accuracyInterval the 95% Wilson score interval of that
 * @param mcNemar this network and, second, the pruned one on the same examples
 * @param change the pruned network's accuracy less this one's
 * @param worst the one-sided 95% lower bound of that
 */
public record WholeAlike(
    String done,
    double accuracy,
    Interval accuracyInterval,
    McNemar mcNemar,
    double change,
    double worst) {

  /**
   * From counts.
   *
   * @param right how many examples it names rightly
   * @param pairs this network and, second, the pruned one
   * @param examples how many there are, at least 1
   */
  public static WholeAlike of(String done, long right, McNemar pairs, long examples) {
    return new WholeAlike(
        done,
        (double) right / examples,
        Interval.of(Wilson.interval(right, examples)),
        pairs,
        (double) (pairs.onlySecond() - pairs.onlyFirst()) / examples,
        NonInferiority.lowerBound(pairs, examples));
  }
}
