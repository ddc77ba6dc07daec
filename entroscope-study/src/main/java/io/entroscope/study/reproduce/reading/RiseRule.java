package io.entroscope.study.reproduce.reading;

import io.entroscope.result.Interval;
import io.entroscope.result.Verdict.Direction;
import io.entroscope.study.reproduce.claim.Claim.Outcome;
import io.entroscope.study.reproduce.experiment.Experiment.Way;
import java.util.Optional;

/** Claim 3: a layer at which the curve rises does harm. */
final class RiseRule implements Rule {
  private static final double LITTLE = 0.01;

  private final Way way;
  private final Trials trials;

  /** Of layers that were taken out in this way. */
  RiseRule(Way way, Trials trials) {
    this.way = way;
    this.trials = trials.of(way);
  }

  @Override
  public String form() {
    return way.words();
  }

  @Override
  public Optional<Outcome> outcome(Reading reading) {
    if (!trials.readable(reading)) {
      return Optional.empty();
    }
    return Optional.of(
        trials
            .change(Direction.RISES, reading)
            .flatMap(summary -> Optional.ofNullable(summary.interval()))
            .map(RiseRule::decide)
            .orElse(Outcome.UNDECIDED));
  }

  private static Outcome decide(Interval change) {
    if (change.low() > 0) {
      return Outcome.SUPPORTED;
    }
    return change.high() < LITTLE ? Outcome.CONTRADICTED : Outcome.UNDECIDED;
  }
}
