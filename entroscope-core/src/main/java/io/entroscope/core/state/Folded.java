package io.entroscope.core.state;

import io.entroscope.core.plan.AnalysisOptions;
import io.entroscope.core.plan.AnalysisPlan;
import io.entroscope.core.plan.AnalysisPlan.Tap;
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
public record Folded(LayerSums sums, Optional<SecondMoments> moments) {
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
   * @throws IOException if the bytes end early or are no such state
   */
  static Folded readFrom(DataInput in, AnalysisPlan plan, Tap tap) throws IOException {
    LayerSums sums =
        LayerSums.readFrom(in, tap.units(), plan.labels().size(), AnalysisOptions.GROUPS);
    return new Folded(
        sums,
        plan.options().indicators().asked()
            ? Optional.of(SecondMoments.readFrom(in, plan.moments(tap)))
            : Optional.empty());
  }
}
