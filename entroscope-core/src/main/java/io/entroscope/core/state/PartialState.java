package io.entroscope.core.state;

import io.entroscope.core.PlanException;
import io.entroscope.core.plan.AnalysisPlan;
import io.entroscope.stats.CanonicalMerge;
import io.entroscope.stats.CanonicalMerge.Node;
import io.entroscope.stats.LayerState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The state of some segments of a plan. The parts of a plan merge into the same {@link
 * AnalysisState}, bit for bit, that running all of it at once gives. Immutable.
 */
public final class PartialState {
  private final Map<Node, OrderedSums> sums;
  private final ExactCounts counts;
  private final long skipped;

  public PartialState(Map<Node, OrderedSums> sums, ExactCounts counts, long skipped) {
    this.sums = Map.copyOf(sums);
    this.counts = counts;
    this.skipped = skipped;
  }

  /** By aligned run of segments. */
  Map<Node, OrderedSums> sums() {
    return sums;
  }

  ExactCounts counts() {
    return counts;
  }

  /** The number of corrupt images that were skipped, as asked for. */
  long skipped() {
    return skipped;
  }

  /**
   * The state of all images.
   *
   * @param parts by the name used in messages
   * @throws PlanException if two of them hold the same images, or some images are in none
   */
  public static AnalysisState merge(AnalysisPlan plan, Map<String, PartialState> parts) {
    PartialState all = union(plan, parts);
    OrderedSums sums = all.sums.get(canonical(plan).root());
    if (sums == null) {
      throw new PlanException(
          "these states do not hold all images of their dataset; give the states of all parts");
    }
    return state(sums, all.counts, all.skipped);
  }

  /**
   * The union of several parts. The final bits do not depend on the order and grouping of unions:
   * floating-point sums are only merged where they are neighbours in the canonical order, and kept
   * apart until then.
   *
   * @param parts by the name used in messages
   * @throws PlanException if two of them hold the same images
   */
  public static PartialState union(AnalysisPlan plan, Map<String, PartialState> parts) {
    CanonicalMerge<OrderedSums> merge = canonical(plan);
    ExactCounts counts = ExactCounts.zero(plan);
    long skipped = 0;
    // By name, so that of several errors the same one is reported in any order.
    for (var part : new TreeMap<>(parts).entrySet()) {
      try {
        for (var run : part.getValue().sums.entrySet()) {
          merge.add(run.getKey(), run.getValue());
        }
        counts = counts.merge(part.getValue().counts);
      } catch (IllegalArgumentException e) {
        throw new PlanException(
            part.getKey() + " holds images that another state holds too; give each part once", e);
      }
      skipped += part.getValue().skipped;
    }
    return new PartialState(merge.nodes(), counts, skipped);
  }

  private static AnalysisState state(OrderedSums sums, ExactCounts counts, long skipped) {
    List<LayerState> layers = new ArrayList<>();
    for (int t = 0; t < sums.taps().size(); t++) {
      TapSums of = sums.taps().get(t);
      layers.add(
          new LayerState(of.sums(), counts.layers().get(t), counts.samples().get(t), of.moments()));
    }
    return new AnalysisState(
        layers,
        sums.blocks(),
        counts.confusion(),
        counts.samplePredictions(),
        counts.images(),
        skipped);
  }

  /** A merge of a plan's segments. */
  public static CanonicalMerge<OrderedSums> canonical(AnalysisPlan plan) {
    return new CanonicalMerge<>(plan.batches().segments(), OrderedSums::merge);
  }
}
