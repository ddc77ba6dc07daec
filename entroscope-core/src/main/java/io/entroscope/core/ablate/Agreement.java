package io.entroscope.core.ablate;

import io.entroscope.stats.inference.McNemar;

/**
 * Which of two models name labelled examples rightly.
 *
 * @param both examples that both name rightly
 * @param onlyFirst those that the first does alone
 * @param onlySecond those that the second does alone
 * @param neither those that none does
 */
public record Agreement(long both, long onlyFirst, long onlySecond, long neither) {
  static final Agreement NONE = new Agreement(0, 0, 0, 0);

  Agreement add(boolean first, boolean second) {
    return new Agreement(
        both + (first && second ? 1 : 0),
        onlyFirst + (first && !second ? 1 : 0),
        onlySecond + (second && !first ? 1 : 0),
        neither + (!first && !second ? 1 : 0));
  }

  Agreement merge(Agreement that) {
    return new Agreement(
        both + that.both,
        onlyFirst + that.onlyFirst,
        onlySecond + that.onlySecond,
        neither + that.neither);
  }

  /** The labelled examples. */
  public long examples() {
    return both + onlyFirst + onlySecond + neither;
  }

  /** How many the first model names rightly. */
  public long firstRight() {
    return both + onlyFirst;
  }

  /** How many the second model names rightly. */
  public long secondRight() {
    return both + onlySecond;
  }

  /** The pairs in which they differ. */
  public McNemar mcNemar() {
    return new McNemar(onlyFirst, onlySecond);
  }
}
