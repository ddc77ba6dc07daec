package io.entroscope.result;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * One thing to know before believing a result.
 *
 * @param code a fixed word, for example {@code unequal-classes}
 * @param text one or two sentences for a person, with the numbers that gave rise to it
 */
public record Caveat(String code, String text) {
  /**
   * The model has outputs that are no class of the data, and nothing says which the classes are.
   */
  public static final String FEWER_CLASSES = "fewer-classes-than-outputs";

  /** An image's numbers depend on the others in its batch. */
  public static final String DEPENDS_ON_BATCH = "depends-on-batch";

  /** The data have no labels, or they were left aside. */
  public static final String UNLABELLED = "unlabelled";

  /** The accuracy is near that of guessing. */
  public static final String NEAR_CHANCE = "near-chance";

  /** The model names no classes. */
  public static final String NO_SCORES = "no-class-scores";

  /** Whether it may make all numbers meaningless, so that it is said before them. */
  @JsonIgnore
  public boolean isWarning() {
    return code.equals(FEWER_CLASSES) || code.equals(DEPENDS_ON_BATCH);
  }
}
