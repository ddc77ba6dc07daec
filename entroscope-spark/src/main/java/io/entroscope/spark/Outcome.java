package io.entroscope.spark;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What running a part of an analysis gave.
 *
 * @param part counted from 0
 * @param state the packed state; null if the part failed
 * @param failure what is wrong with an input, for a person; null if nothing is
 * @param kept images that the result shows, where the driver could not read them again
 */
record Outcome(int part, byte @Nullable [] state, @Nullable String failure, List<TableRow> kept)
    implements Serializable {
  static Outcome of(int part, byte[] state) {
    return new Outcome(part, state, null, List.of());
  }

  static Outcome failed(int part, String why) {
    return new Outcome(part, null, why, List.of());
  }

  /** The same with images that the result shows. */
  Outcome keeping(List<TableRow> images) {
    return new Outcome(part, state, failure, images);
  }

  /** The same without the state, for the driver to look at. */
  Summary summary() {
    return new Summary(part, state == null ? 0 : state.length, failure, kept);
  }

  /**
   * An outcome without its state.
   *
   * @param stateBytes the length of the state
   */
  record Summary(int part, long stateBytes, @Nullable String failure, List<TableRow> kept)
      implements Serializable {}
}
