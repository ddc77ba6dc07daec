package io.entroscope.study.reproduce.claim;

import io.entroscope.result.Verdict.Direction;
import io.entroscope.study.reproduce.claim.Claim.Outcome;
import io.entroscope.study.reproduce.experiment.ExperimentRecord.Measurement;
import io.entroscope.study.reproduce.experiment.ExperimentRecord.Step;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Claim 5: in a badly trained network the curve is random. */
final class RandomCurve {
  /** Two networks agree in a step by chance too often. */
  private static final int FEWEST_SEEDS = 3;

  private final List<Measurement> bad;
  private final List<Measurement> well;
  private final int steps;
  private final int wellSteps;
  private final long same;
  private final long different;
  private final long wellDifferent;

  /**
   * Compares the directions of each step over the seeds.
   *
   * @param bad a badly trained network, once for each seed
   * @param well a well-trained network of as many layers
   */
  RandomCurve(List<Measurement> bad, List<Measurement> well) {
    this.bad = bad;
    this.well = well;
    this.steps = steps(bad);
    this.wellSteps = steps(well);
    this.same = count(bad, Agreement.SAME);
    this.different = count(bad, Agreement.DIFFERENT);
    this.wellDifferent = count(well, Agreement.DIFFERENT);
  }

  private enum Agreement {
    SAME,
    DIFFERENT,
    UNDECIDED
  }

  private static int steps(List<Measurement> networks) {
    return networks.isEmpty() ? 0 : networks.get(0).steps().size();
  }

  private static long count(List<Measurement> networks, Agreement agreement) {
    return IntStream.range(0, steps(networks))
        .filter(step -> agreement(networks, step) == agreement)
        .count();
  }

  private static Agreement agreement(List<Measurement> networks, int step) {
    Set<Direction> decided = EnumSet.noneOf(Direction.class);
    boolean doubt = false;
    for (Measurement network : networks) {
      Direction direction = network.steps().get(step).direction();
      if (direction == Direction.UNDECIDED) {
        doubt = true;
      } else {
        decided.add(direction);
      }
    }
    if (decided.size() > 1) {
      return Agreement.DIFFERENT;
    }
    return doubt ? Agreement.UNDECIDED : Agreement.SAME;
  }

  private boolean decidable() {
    return bad.size() >= FEWEST_SEEDS && steps > 0;
  }

  Outcome outcome() {
    if (!decidable()) {
      return Outcome.UNDECIDED;
    }
    if (same == steps) {
      return Outcome.CONTRADICTED;
    }
    return well.size() >= FEWEST_SEEDS && 2 * different >= steps && different > wellDifferent
        ? Outcome.SUPPORTED
        : Outcome.UNDECIDED;
  }

  /** The claim with its outcome, in words. */
  Claim claim() {
    return new Claim(
        5,
        "In a badly trained network the curve is more or less random.",
        outcome(),
        reason(),
        "Only steps that fall, rise or are flat beyond doubt count. Supported if at least half of"
            + " the steps go different ways over the seeds, and more of them than in well-trained"
            + " networks; contradicted if every step goes the same way for all seeds; undecided"
            + " otherwise, or with fewer than three seeds of what is asked.",
        List.of(
            "Badly trained, by seed: " + curves(bad) + ".",
            "Well trained, by seed: " + curves(well) + "."));
  }

  private String reason() {
    return decidable()
        ? String.format(
            Locale.ROOT,
            "Over %d seeds, %d of %d steps go the same way in every badly trained network, and"
                + " %d go different ways; over %d seeds of well-trained ones, %d of %d go different"
                + " ways.",
            bad.size(),
            same,
            steps,
            different,
            well.size(),
            wellDifferent,
            wellSteps)
        : "There are fewer than three seeds, too few to tell chance from rule.";
  }

  private static String curves(List<Measurement> networks) {
    return networks.stream()
        .map(
            network ->
                network.steps().stream()
                    .map(Step::direction)
                    .map(Criteria::word)
                    .collect(Collectors.joining(", ")))
        .collect(Collectors.joining("; "));
  }
}
