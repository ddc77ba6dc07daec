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
  private final long broken;

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
    this.broken = all.stream().filter(FallingEntropy::breaks).count();
  }

  private static boolean breaks(Measurement network) {
    return network.steps().stream()
        .anyMatch(s -> s.direction() == Direction.RISES || s.direction() == Direction.FLAT);
  }

  Outcome outcome() {
    if (!enoughSeeds()) {
      return Outcome.UNDECIDED;
    }
    if (falling == all.size()) {
      return Outcome.SUPPORTED;
    }
    return 2 * broken >= all.size() ? Outcome.CONTRADICTED : Outcome.UNDECIDED;
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
            + " contradicted if half of them or more have a step that rises or is flat beyond"
            + " doubt; undecided otherwise, or with a single seed.",
        details());
  }

  private String reason() {
    return enoughSeeds()
        ? String.format(
            Locale.ROOT,
            "Of %d well-trained networks the mean curve falls at every step in %d, and rises"
                + " or is flat at a step, beyond doubt, in %d.",
            all.size(),
            falling,
            broken)
        : Criteria.TOO_FEW;
  }

  private List<String> details() {
    List<String> details = new ArrayList<>();
    trained.forEach((name, seeds) -> details.add(detail(name, seeds)));
    details.add(
        String.format(
            Locale.ROOT,
            "Of the same networks untrained, %d of %d fall at every step: a fall alone does not"
                + " show that a network is trained.",
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
