package io.entroscope.core.ablate;

import io.entroscope.result.ablation.Measured;
import io.entroscope.result.ablation.OutputChange;
import io.entroscope.stats.PooledMean;
import io.entroscope.stats.inference.McNemar;
import io.entroscope.stats.inference.Range;
import io.entroscope.stats.inference.Tango;
import io.entroscope.stats.inference.Wilson;
import java.util.Optional;

/**
 * What two models' outputs on the same examples have in common: a state that is merged with that of
 * other examples. Means are over examples or, of outputs at each token or place, over these.
 *
 * @param examples how many were compared
 * @param notFinite of how many the second model gives NaN or infinities; these count as flips and
 *     as wrong, and are left out of the means behind
 * @param right which model names the labelled examples rightly; of none without labels
 * @param flips 1 where the predicted classes differ, else 0
 * @param kl the divergence KL(first ‖ second) of the predicted distributions, in nats
 * @param cosine of the models' vectors
 * @param distance ‖second − first‖ / ‖first‖ of the vectors
 * @param firstLoss the first model's loss of the next token, in nats
 * @param lossChange the second's less the first's
 */
public record OutputComparison(
    long examples,
    long notFinite,
    Agreement right,
    PooledMean flips,
    PooledMean kl,
    PooledMean cosine,
    PooledMean distance,
    PooledMean firstLoss,
    PooledMean lossChange) {
  /** Of no examples. */
  public static final OutputComparison NONE =
      new OutputComparison(
          0,
          0,
          Agreement.NONE,
          PooledMean.ZERO,
          PooledMean.ZERO,
          PooledMean.ZERO,
          PooledMean.ZERO,
          PooledMean.ZERO,
          PooledMean.ZERO);

  private static final Range COSINES = new Range(-1, 1);
  private static final Range NOT_NEGATIVE = new Range(0, Double.POSITIVE_INFINITY);

  /** Of these examples and those. */
  public OutputComparison merge(OutputComparison that) {
    return new OutputComparison(
        examples + that.examples,
        notFinite + that.notFinite,
        right.merge(that.right),
        flips.merge(that.flips),
        kl.merge(that.kl),
        cosine.merge(that.cosine),
        distance.merge(that.distance),
        firstLoss.merge(that.firstLoss),
        lossChange.merge(that.lossChange));
  }

  /** The first model's accuracy, with its Wilson interval; nothing without labels. */
  public Measured firstAccuracy() {
    return accuracy(right.firstRight());
  }

  /** The second model's accuracy, with its Wilson interval; nothing without labels. */
  public Measured secondAccuracy() {
    return accuracy(right.secondRight());
  }

  private Measured accuracy(long hits) {
    long n = right.examples();
    return n == 0
        ? Measured.NOTHING
        : Measured.of((double) hits / n, Optional.of(Wilson.interval(hits, n)));
  }

  /** The second's accuracy less the first's, with Tango's interval; nothing without labels. */
  public Measured accuracyChange() {
    long n = right.examples();
    McNemar pairs = right.mcNemar();
    return n == 0
        ? Measured.NOTHING
        : Measured.of(
            (double) (pairs.onlySecond() - pairs.onlyFirst()) / n,
            Optional.of(Tango.interval(pairs, n)));
  }

  /** How the second model's outputs differ from the first's. */
  public OutputChange change() {
    Measured loss = measured(lossChange, Range.ALL);
    return new OutputChange(
        secondAccuracy(),
        accuracyChange(),
        right.examples() == 0 ? null : right.mcNemar().probability(),
        share(flips),
        measured(kl, NOT_NEGATIVE),
        measured(cosine, COSINES),
        measured(distance, NOT_NEGATIVE),
        loss,
        loss.isThere() ? Math.exp(firstLoss.value() + lossChange.value()) : null,
        notFinite);
  }

  /** A share of examples has Wilson's interval, of parts of them that of clusters. */
  private static Measured share(PooledMean mean) {
    return !mean.isEmpty() && mean.parts() == mean.examples()
        ? Measured.of(mean.value(), Optional.of(Wilson.interval(mean.value(), mean.examples())))
        : measured(mean, Range.SHARE);
  }

  private static Measured measured(PooledMean mean, Range range) {
    return mean.isEmpty()
        ? Measured.NOTHING
        : Measured.of(range.hold(mean.value()), mean.interval(range));
  }
}
