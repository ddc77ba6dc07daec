package io.entroscope.core;

import io.entroscope.stats.LayerSums;
import io.entroscope.stats.SecondMoments;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Optional;

/**
 * What is added up of one tap point in floating point, and so merged in the canonical order.
 *
 * @param sums of its activations
 * @param moments of them; empty unless indicators were asked for
 */
record Folded(LayerSums sums, Optional<SecondMoments> moments) {
  Folded merge(Folded that) {
    return new Folded(
        sums.merge(that.sums), moments.flatMap(mine -> that.moments.map(mine::merge)));
  }

  /** Writes this, bit for bit; its sizes are left to whoever reads it. */
  void writeTo(DataOutput out) throws IOException {
    sums.writeTo(out);
    if (moments.isPresent()) {
      moments.get().writeTo(out);
    }
  }

  /**
   * Reads what {@link #writeTo} wrote.
   *
   * @param withMoments whether indicators were asked for
   * @throws IOException if the bytes end early or are no such state
   */
  static Folded readFrom(DataInput in, int units, int classes, boolean withMoments)
      throws IOException {
    LayerSums sums = LayerSums.readFrom(in, units, classes, AnalysisOptions.GROUPS);
    return new Folded(
        sums,
        withMoments ? Optional.of(SecondMoments.readFrom(in, units, classes)) : Optional.empty());
  }
}
