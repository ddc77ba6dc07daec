package io.entroscope.core.state;

import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.core.plan.AnalysisPlan;
import io.entroscope.core.plan.AnalysisPlan.Tap;
import io.entroscope.stats.LayerSums;
import io.entroscope.stats.SecondMoments;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Optional;

/**
 * The floating-point sums of one tap point, which are merged in the canonical order.
 *
 * @param sums of its activations
 * @param moments second moments; empty unless indicators were asked for
 */
public record TapSums(LayerSums sums, Optional<SecondMoments> moments) {
  TapSums merge(TapSums that) {
    return new TapSums(
        sums.merge(that.sums), moments.flatMap(mine -> that.moments.map(mine::merge)));
  }

  /** Writes the sums, bit for bit, without their sizes, which follow from the plan. */
  void writeTo(DataOutput out) throws IOException {
    sums.writeTo(out);
    if (moments.isPresent()) {
      moments.get().writeTo(out);
    }
  }

  /**
   * Reads what {@link #writeTo} wrote.
   *
   * @throws IOException if the bytes end early or are not such sums
   */
  static TapSums readFrom(DataInput in, AnalysisPlan plan, Tap tap) throws IOException {
    LayerSums sums =
        LayerSums.readFrom(in, tap.units(), plan.labels().size(), AnalysisOptions.GROUPS);
    return new TapSums(
        sums,
        plan.options().indicators().asked()
            ? Optional.of(SecondMoments.readFrom(in, plan.moments(tap)))
            : Optional.empty());
  }
}
