package io.entroscope.study.reproduce.claim;

import io.entroscope.result.Verdict.Direction;
import io.entroscope.study.reproduce.claim.Claim.Outcome;
import io.entroscope.study.reproduce.experiment.ExperimentRecord.Measurement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Claim 1: the entropy falls with depth in a well-trained network. */
final class FallingEntropy {
  private final Map<String, List<Measurement>> trained;
  private final List<Measurement> all;
  private final List<Measurement> untrained;
  private final long falling;
  private final long rising;

  /**
   * Counts the curves that fall.
   *
   * @param trained well-trained networks by name, one for each seed
   * @param untrained the same networks before training
   */
  FallingEntropy(Map<String, List<Measurement>> trained, Map<String, List<Measurement>> untrained) {
    this.trained = trained;
    this.all = trained.values().stream().flatMap(List::stream).toList();
    this.untrained = untrained.values().stream().flatMap(List::stream).toList();
    this.falling = all.stream().filter(Measurement::falls).count();
    this.rising =
        all.stream()
            .filter(n -> n.steps().stream().anyMatch(s -> s.direction() == Direction.RISES))
            .count();
  }

  private long steps(Direction direction) {
    return all.stream()
        .flatMap(network -> network.steps().stream())
        .filter(step -> step.direction() == direction)
        .count();
  }

  Outcome outcome() {
    if (!enoughSeeds()) {
      return Outcome.UNDECIDED;
    }
    if (falling == all.size()) {
      return Outcome.SUPPORTED;
    }
    return 2 * rising >= all.size() ? Outcome.CONTRADICTED : Outcome.UNDECIDED;
  }

  private boolean enoughSeeds() {
    return trained.values().stream().mapToInt(List::size).min().orElse(0) >= Criteria.FEWEST_SEEDS;
  }

  /** The claim with its outcome, in words. */
  Claim claim() {
    return new Claim(
        1,
        "In a well-trained network the entropy falls with every fully connected layer.",
        outcome(),
        reason(),
        "Supported if the mean curve of every well-trained network falls at every step;"
            + " contradicted if half of them or more have a step that rises beyond doubt;"
            + " undecided otherwise, or with a single seed. A flat step does neither: the paper"
            + " itself speaks of flat stretches.",
        details());
  }

  private String reason() {
    return enoughSeeds()
        ? String.format(
            Locale.ROOT,
            "Of %d well-trained networks the mean curve falls at every step in %d, and rises at a"
                + " step, beyond doubt, in %d; of all their steps %d fall, %d are flat and %d"
                + " rise.",
            all.size(),
            falling,
            rising,
            steps(Direction.FALLS),
            steps(Direction.FLAT),
            steps(Direction.RISES))
        : Criteria.TOO_FEW;
  }

  private List<String> details() {
    List<String> details = new ArrayList<>();
    trained.forEach((name, seeds) -> details.add(detail(name, seeds)));
    details.add(
        String.format(
            Locale.ROOT,
            "Of the same networks untrained, %d of %d fall at every step.",
            untrained.stream().filter(Measurement::falls).count(),
            untrained.size()));
    return details;
  }

  private static String detail(String name, List<Measurement> seeds) {
    return String.format(
        Locale.ROOT,
        "%s: the mean curve falls at every step for %d of %d seeds, the standardised"
            + " one for %d; of the single classes %s fall.",
        name,
        seeds.stream().filter(Measurement::falls).count(),
        seeds.size(),
        seeds.stream().filter(Measurement::standardizedFalls).count(),
        seeds.stream()
            .map(s -> s.classesFalling() + " of " + s.classes())
            .collect(Collectors.joining(", ")));
  }
}
