package io.entroscope.core.run;

import io.entroscope.core.Parallel;
import io.entroscope.core.plan.AnalysisOptions;
import io.entroscope.core.plan.AnalysisPlan;
import io.entroscope.core.plan.AnalysisPlan.Tap;
import io.entroscope.core.plan.Bundles;
import io.entroscope.core.state.Folded;
import io.entroscope.core.state.PartialState;
import io.entroscope.stats.CanonicalMerge;
import io.entroscope.stats.CanonicalMerge.Node;
import io.entroscope.stats.CrossProducts;
import io.entroscope.stats.LayerSums;
import io.entroscope.stats.SecondMoments;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Adds up floating-point sums in the plan's order, whatever order bundles of batches are finished
 * in: the images of a class of a segment one after the other, segments by the canonical merge. A
 * bundle that is early waits here, in buffers that are used again; no thread waits for another that
 * is adding.
 */
final class SegmentFolds {
  private final AnalysisPlan plan;
  private final Bundles bundles;
  private final CrossProducts products;
  private final CanonicalMerge<List<Folded>> merge;
  private final Map<Integer, Segment> open = new ConcurrentHashMap<>();
  private final Queue<BundleTaps> free = new ConcurrentLinkedQueue<>();

  /**
   * Starts with none.
   *
   * @param products for covariances, if indicators were asked for
   */
  SegmentFolds(AnalysisPlan plan, CrossProducts products) {
    this.plan = plan;
    this.bundles = plan.bundles();
    this.products = products;
    this.merge = PartialState.canonical(plan);
  }

  /** A buffer for a bundle. */
  BundleTaps buffer(int bundle) {
    BundleTaps buffer = free.poll();
    if (buffer == null) {
      int batchSize = plan.batches().batchSize();
      buffer = new BundleTaps(plan.taps(), plan.labels().size(), bundles.batches(), batchSize);
    }
    buffer.start(bundle);
    return buffer;
  }

  /** Adds a bundle, which must not be touched afterwards. */
  void add(BundleTaps bundle) {
    int number = bundles.segmentOf(bundle.index());
    List<Folded> sums = open.computeIfAbsent(number, this::newSegment).add(bundle);
    if (sums != null) {
      open.remove(number);
      synchronized (merge) {
        merge.add(number, sums);
      }
    }
  }

  /** The sums of each tap point, by runs of segments that could not be merged further. */
  Map<Node, List<Folded>> sums() {
    synchronized (merge) {
      return merge.nodes();
    }
  }

  private Segment newSegment(int number) {
    return new Segment(bundles.first(number), bundles.first(number + 1));
  }

  /** One segment on its way. */
  private final class Segment {
    private final int end;
    private final Map<Integer, BundleTaps> waiting = new HashMap<>();
    private final List<LayerSums.Builder> sums = new ArrayList<>();
    // Empty unless indicators were asked for.
    private final List<SecondMoments.Builder> moments = new ArrayList<>();
    private int next;
    private boolean adding;

    Segment(int first, int end) {
      this.next = first;
      this.end = end;
      for (Tap tap : plan.taps()) {
        int classes = plan.labels().size();
        sums.add(new LayerSums.Builder(tap.units(), classes, AnalysisOptions.GROUPS));
        if (plan.options().indicators().asked()) {
          moments.add(new SecondMoments.Builder(plan.moments(tap), products));
        }
      }
    }

    /** The finished sums, if this bundle was what they lacked; null otherwise. */
    @Nullable List<Folded> add(BundleTaps bundle) {
      BundleTaps turn = firstTurn(bundle);
      boolean whole = false;
      while (turn != null) {
        fold(turn);
        free.add(turn);
        synchronized (this) {
          whole = ++next == end;
          turn = waiting.remove(next);
          adding = turn != null;
        }
      }
      return whole ? folded() : null;
    }

    /** The bundle whose turn it is, for the caller to add; null while another thread is adding. */
    private synchronized @Nullable BundleTaps firstTurn(BundleTaps bundle) {
      waiting.put(bundle.index(), bundle);
      if (adding) {
        return null;
      }
      BundleTaps turn = waiting.remove(next);
      adding = turn != null;
      return turn;
    }

    private List<Folded> folded() {
      List<SecondMoments> built =
          moments.isEmpty()
              ? List.of()
              : Parallel.map(plan.options().threads(), moments.size(), t -> moments.get(t).build());
      return IntStream.range(0, sums.size())
          .mapToObj(
              t ->
                  new Folded(
                      sums.get(t).build(),
                      built.isEmpty() ? Optional.empty() : Optional.of(built.get(t))))
          .toList();
    }

    private void fold(BundleTaps bundle) {
      for (int t = 0; t < sums.size(); t++) {
        TapBundle tap = bundle.tap(t);
        for (int place = 0; place < bundle.count(); place++) {
          int i = bundle.byClass(place);
          if (tap.finite(i)) {
            sums.get(t)
                .add(
                    bundle.label(i),
                    bundle.group(i),
                    tap.activations(),
                    tap.offset(i),
                    tap.squares(i),
                    tap.entropy(i));
          }
        }
        if (!moments.isEmpty()) {
          fold(bundle, tap, moments.get(t));
        }
      }
    }

    private void fold(BundleTaps bundle, TapBundle tap, SecondMoments.Builder into) {
      for (int place = 0; place < bundle.count(); place++) {
        int i = bundle.inOrder(place);
        if (tap.finite(i)) {
          into.add(bundle.label(i), tap.activations(), tap.offset(i));
        }
      }
    }
  }
}
