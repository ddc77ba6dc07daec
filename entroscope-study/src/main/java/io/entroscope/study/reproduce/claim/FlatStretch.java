package io.entroscope.study.reproduce.claim;

import io.entroscope.result.Interval;
import io.entroscope.result.Verdict.Direction;
import io.entroscope.study.reproduce.claim.Claim.Outcome;
import java.util.Optional;

/** Claim 2: where the curve is flat, a layer contributes little. */
final class FlatStretch {
  private final Deletions deletions;
  private final Optional<SeedSummary> flat;
  private final Optional<SeedSummary> falling;

  /** Compares the deletions of layers at which the curve is flat with those at which it falls. */
  FlatStretch(Deletions deletions) {
    this.deletions = deletions;
    this.flat = deletions.change(Direction.FLAT);
    this.falling = deletions.change(Direction.FALLS);
  }

  /** What the deletions show; each case has its own reason. */
  private enum Finding {
    TOO_FEW,
    CONFOUNDED,
    HARMFUL,
    UNCLEAR,
    FALLING_TOO,
    HARMLESS
  }

  private Finding finding() {
    Optional<Interval> interval = flat.flatMap(FlatStretch::interval);
    if (interval.isEmpty()) {
      return Finding.TOO_FEW;
    }
    if (deletions.confounded(Direction.FLAT, Direction.FALLS)) {
      return Finding.CONFOUNDED;
    }
    if (interval.get().high() < -Criteria.MARGIN) {
      return Finding.HARMFUL;
    }
    if (interval.get().low() <= -Criteria.MARGIN) {
      return Finding.UNCLEAR;
    }
    return falling.flatMap(FlatStretch::interval).stream().anyMatch(i -> i.low() > -Criteria.MARGIN)
        ? Finding.FALLING_TOO
        : Finding.HARMLESS;
  }

  private static Optional<Interval> interval(SeedSummary change) {
    return Optional.ofNullable(change.interval());
  }

  Outcome outcome() {
    return switch (finding()) {
      case HARMLESS -> Outcome.SUPPORTED;
      case HARMFUL -> Outcome.CONTRADICTED;
      case TOO_FEW, CONFOUNDED, UNCLEAR, FALLING_TOO -> Outcome.UNDECIDED;
    };
  }

  /** The claim with its outcome, in words. */
  Claim claim() {
    return new Claim(
        2,
        "Where the curve is flat, a layer contributes little: without it the accuracy stays almost"
            + " the same.",
        outcome(),
        reason(),
        "Every change is against the same network left whole and trained on alike. Supported if"
            + " the 95% interval over seeds, without layers at which the curve is flat, lies above"
            + " −0.01, and without layers at which it falls does not; contradicted if it lies below"
            + " −0.01; undecided otherwise, and where the two were never deleted in the same way:"
            + " a bypassed layer loses its weights, a folded one only its nonlinearity.",
        deletions.byDirection());
  }

  private String reason() {
    String change =
        "Without such a layer the accuracy changes by "
            + flat.map(SeedSummary::change).orElse("an unknown amount");
    return switch (finding()) {
      case TOO_FEW -> "Layers at which the curve is flat were deleted in fewer than two seeds.";
      case HARMFUL, HARMLESS -> change + ".";
      case CONFOUNDED ->
          change
              + ", and without a layer at which the curve falls by "
              + falling.map(SeedSummary::change).orElse("an unknown amount")
              + ", but the former were bypassed and the latter folded, or the other way round:"
              + " what is the layer's and what the surgery's cannot be told.";
      case UNCLEAR -> change + ", which may matter or not.";
      case FALLING_TOO ->
          change
              + ", but without a layer at which the curve falls by "
              + falling.orElseThrow().change()
              + ": those could go as well, so that the curve marks nothing.";
    };
  }
}
