package io.entroscope.study.reproduce.claim;

import io.entroscope.result.Verdict.Direction;
import java.util.Locale;

/** What all rules of decision have in common. */
final class Criteria {
  /** A change of the accuracy within this does not matter. */
  static final double MARGIN = 0.01;

  /** A single seed decides nothing. */
  static final int FEWEST_SEEDS = 2;

  /** The reason given where there are fewer seeds than that. */
  static final String TOO_FEW = "There is no second seed, and a single one decides nothing.";

  private Criteria() {}

  /** A direction, as it is printed. */
  static String word(Direction direction) {
    return direction.name().toLowerCase(Locale.ROOT);
  }
}
