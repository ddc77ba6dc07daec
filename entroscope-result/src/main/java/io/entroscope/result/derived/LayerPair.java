package io.entroscope.result.derived;

import java.util.Locale;

/**
 * A layer of the first result and the same one of another.
 *
 * @param first its name there
 * @param other its name here
 * @param by what says that they are the same
 */
public record LayerPair(String first, String other, By by) {
  /** What says that two layers are the same. */
  public enum By {
    /** They hold the same weights. */
    WEIGHTS,
    /** They have the same name, and both or neither gives the scores of the classes. */
    NAME,
    /** Both give the scores of the classes. */
    ROLE,
    /** Nothing but their place: no name is the same, and there are as many hidden layers. */
    ORDER;

    /** The word for it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** One name, or both where they differ. */
  public String label() {
    return first.equals(other) ? first : first + " / " + other;
  }
}
