package io.entroscope.study.reproduce.reading;

import io.entroscope.result.Interval;
import io.entroscope.result.Verdict.Direction;
import io.entroscope.study.reproduce.claim.Claim.Outcome;
import io.entroscope.study.reproduce.claim.SeedSummary;
import io.entroscope.study.reproduce.experiment.Experiment.Way;
import java.util.Optional;

/** Claim 2: a layer at which the curve is flat contributes little. */
final class FlatRule implements Rule {
  private static final double LITTLE = -0.01;

  private final Way way;
  private final Trials trials;

  /** Of layers that were taken out in this way. */
  FlatRule(Way way, Trials trials) {
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
    Optional<Interval> flat = interval(trials.change(Direction.FLAT, reading));
    if (flat.isEmpty()) {
      return Optional.of(Outcome.UNDECIDED);
    }
    Optional<Interval> difference =
        interval(trials.difference(Direction.FLAT, Direction.FALLS, reading));
    if (flat.get().high() < LITTLE || difference.filter(d -> d.high() < 0).isPresent()) {
      return Optional.of(Outcome.CONTRADICTED);
    }
    return Optional.of(
        flat.get().low() > LITTLE && difference.filter(d -> d.low() > 0).isPresent()
            ? Outcome.SUPPORTED
            : Outcome.UNDECIDED);
  }

  private static Optional<Interval> interval(Optional<SeedSummary> of) {
    return of.flatMap(summary -> Optional.ofNullable(summary.interval()));
  }
}
