package io.entroscope.study.reproduce.claim;

import io.entroscope.result.Interval;
import io.entroscope.result.Verdict.Direction;
import io.entroscope.study.reproduce.claim.Claim.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Claim 3: where the curve rises, a layer does harm. */
final class HarmfulRise {
  private final Deletions deletions;
  private final Map<String, List<Double>> comparisons;
  private final Optional<SeedSummary> change;

  /**
   * Looks at the deletions of layers at which the curve rises.
   *
   * @param comparisons of the badly trained network without such a layer that decide nothing: with
   *     what, in words, and the differences of the accuracy, one for each seed
   */
  HarmfulRise(Deletions deletions, Map<String, List<Double>> comparisons) {
    this.deletions = deletions;
    this.comparisons = comparisons;
    this.change = deletions.change(Direction.RISES);
  }

  private Optional<Interval> interval() {
    return change.flatMap(c -> Optional.ofNullable(c.interval()));
  }

  Outcome outcome() {
    return interval().map(HarmfulRise::outcome).orElse(Outcome.UNDECIDED);
  }

  private static Outcome outcome(Interval interval) {
    if (interval.low() > 0) {
      return Outcome.SUPPORTED;
    }
    return interval.high() < Criteria.MARGIN ? Outcome.CONTRADICTED : Outcome.UNDECIDED;
  }

  /** The claim with its outcome, in words. */
  Claim claim() {
    return new Claim(
        3,
        "Where the curve rises, a layer does harm: without it, and after training the rest, the"
            + " accuracy rises.",
        outcome(),
        reason(),
        "Every change is against the same network left whole and trained on alike. Supported if"
            + " the 95% interval over seeds lies above 0; contradicted if it lies below +0.01;"
            + " undecided otherwise.",
        details());
  }

  private String reason() {
    return interval().isEmpty()
        ? "Layers at which the curve rises were deleted in fewer than two seeds."
        : "Without a layer at which the curve rises, the accuracy is "
            + change.orElseThrow().change()
            + " against the same network left whole and trained on alike.";
  }

  private List<String> details() {
    List<String> details = new ArrayList<>();
    comparisons.forEach(
        (with, differences) -> {
          if (!differences.isEmpty()) {
            details.add(with + ": " + SeedSummary.of(differences).change() + ".");
          }
        });
    details.addAll(deletions.byDirection());
    return details;
  }
}
