package io.entroscope.core.head;

import io.entroscope.core.PlanException;
import java.util.Locale;

/** How an output of a network becomes one vector for each example. */
public enum Pooling {
  /** The mean over its tokens, those that the mask keeps if there is one, or over its places. */
  MEAN,
  /** Its first token, as BERT was trained to use it. */
  CLS,
  /** It is one already: the network pools by itself. */
  MODEL;

  /** The name on the command line. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The pooling of this {@link #id}.
   *
   * @throws PlanException if there is none
   */
  public static Pooling parse(String id) {
    for (Pooling pooling : values()) {
      if (pooling.id().equals(id)) {
        return pooling;
      }
    }
    throw new PlanException("there is no pooling '" + id + "'; choose from mean, cls, model");
  }
}
