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
 * What running some segments of a plan gave. Parts of one plan are merged into the {@link
 * AnalysisState} that running all of it would have given, bit for bit. Immutable.
 */
public final class PartialState {
  private final Map<Node, List<Folded>> sums;
  private final ExactCounts counts;
  private final long skipped;

  public PartialState(Map<Node, List<Folded>> sums, ExactCounts counts, long skipped) {
    this.sums = Map.copyOf(sums);
    this.counts = counts;
    this.skipped = skipped;
  }

  /** By aligned run of segments, and tap point. */
  Map<Node, List<Folded>> sums() {
    return sums;
  }

  ExactCounts counts() {
    return counts;
  }

  /** Images that could not be decoded and were left out, as asked. */
  long skipped() {
    return skipped;
  }

  /**
   * The state of all images.
   *
   * @param parts by the name that messages call each by
   * @throws PlanException if two of them hold the same images, or some images are in none
   */
  public static AnalysisState merge(AnalysisPlan plan, Map<String, PartialState> parts) {
    PartialState all = union(plan, parts);
    List<Folded> sums = all.sums.get(canonical(plan).root());
    if (sums == null) {
      throw new PlanException(
          "these states do not hold all images of their data set; give the states of all parts");
    }
    return state(sums, all.counts, all.skipped);
  }

  /**
   * Several parts as one. In whatever order and grouping parts are put together, the bits of what
   * they end in are the same: floating-point sums are only merged where the canonical order has
   * them side by side, and kept apart until then.
   *
   * @param parts by the name that messages call each by
   * @throws PlanException if two of them hold the same images
   */
  public static PartialState union(AnalysisPlan plan, Map<String, PartialState> parts) {
    CanonicalMerge<List<Folded>> merge = canonical(plan);
    ExactCounts counts = ExactCounts.zero(plan);
    long skipped = 0;
    // By name, so that of several faults the same one is told whatever the order.
    for (var part : new TreeMap<>(parts).entrySet()) {
      for (var run : part.getValue().sums.entrySet()) {
        try {
          merge.add(run.getKey(), run.getValue());
        } catch (IllegalArgumentException e) {
          throw new PlanException(
              part.getKey() + " holds images that another state holds too; give each part once", e);
        }
      }
      counts = counts.merge(part.getValue().counts);
      skipped += part.getValue().skipped;
    }
    return new PartialState(merge.nodes(), counts, skipped);
  }

  private static AnalysisState state(List<Folded> sums, ExactCounts counts, long skipped) {
    List<LayerState> layers = new ArrayList<>();
    for (int t = 0; t < sums.size(); t++) {
      Folded of = sums.get(t);
      layers.add(
          new LayerState(of.sums(), counts.layers().get(t), counts.samples().get(t), of.moments()));
    }
    return new AnalysisState(layers, counts.confusion(), counts.samplePredictions(), skipped);
  }

  /** A merge of a plan's segments. */
  public static CanonicalMerge<List<Folded>> canonical(AnalysisPlan plan) {
    return new CanonicalMerge<>(plan.batches().segments(), PartialState::merge);
  }

  private static List<Folded> merge(List<Folded> a, List<Folded> b) {
    List<Folded> merged = new ArrayList<>();
    for (int i = 0; i < a.size(); i++) {
      merged.add(a.get(i).merge(b.get(i)));
    }
    return merged;
  }
}
