package io.entroscope.core.run;

import io.entroscope.core.Parallel;
import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.core.plan.AnalysisPlan;
import io.entroscope.core.plan.AnalysisPlan.Tap;
import io.entroscope.core.plan.BundleLayout;
import io.entroscope.core.state.OrderedSums;
import io.entroscope.core.state.PartialState;
import io.entroscope.core.state.TapSums;
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
 * Computes floating-point sums in the plan's order, in whatever order bundles are finished: within
 * a segment image by image, class by class; across segments by the canonical merge. Early bundles
 * wait here in buffers, which are reused; no thread waits for another that is adding.
 */
final class SegmentSums {
  private final AnalysisPlan plan;
  private final BundleLayout bundles;
  private final CrossProducts products;
  private final CanonicalMerge<OrderedSums> merge;
  private final Map<Integer, Segment> open = new ConcurrentHashMap<>();
  private final Queue<BundleBuffer> free = new ConcurrentLinkedQueue<>();

  /**
   * Starts without any bundles.
   *
   * @param products for covariances, if indicators were asked for
   */
  SegmentSums(AnalysisPlan plan, CrossProducts products) {
    this.plan = plan;
    this.bundles = plan.bundles();
    this.products = products;
    this.merge = PartialState.canonical(plan);
  }

  /** A buffer for a bundle. */
  BundleBuffer buffer(int bundle) {
    BundleBuffer buffer = free.poll();
    if (buffer == null) {
      int batchSize = plan.batches().batchSize();
      buffer =
          new BundleBuffer(
              plan.taps(),
              plan.measuredBlocks(),
              plan.labels().size(),
              bundles.batches(),
              batchSize);
    }
    buffer.start(bundle);
    return buffer;
  }

  /** Adds a bundle, which must not be touched afterwards. */
  void add(BundleBuffer bundle) {
    int number = bundles.segmentOf(bundle.index());
    OrderedSums sums = open.computeIfAbsent(number, this::newSegment).add(bundle);
    if (sums != null) {
      open.remove(number);
      synchronized (merge) {
        merge.add(number, sums);
      }
    }
  }

  /** The sums, by run of segments that could not be merged further. */
  Map<Node, OrderedSums> bySegments() {
    synchronized (merge) {
      return merge.nodes();
    }
  }

  private Segment newSegment(int number) {
    return new Segment(bundles.first(number), bundles.first(number + 1));
  }

  /** A segment that is not complete yet. */
  private final class Segment {
    private final int end;
    private final Map<Integer, BundleBuffer> waiting = new HashMap<>();
    private final List<LayerSums.Builder> sums = new ArrayList<>();
    // Empty unless indicators were asked for.
    private final List<SecondMoments.Builder> moments = new ArrayList<>();
    private final List<BlockBuilder> blocks = new ArrayList<>();
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
      plan.measuredBlocks().forEach(block -> blocks.add(new BlockBuilder(block, products)));
    }

    /** The finished sums, if this bundle was what they lacked; null otherwise. */
    @Nullable OrderedSums add(BundleBuffer bundle) {
      BundleBuffer turn = firstTurn(bundle);
      boolean whole = false;
      while (turn != null) {
        accumulate(turn);
        free.add(turn);
        synchronized (this) {
          whole = ++next == end;
          turn = waiting.remove(next);
          adding = turn != null;
        }
      }
      return whole ? build() : null;
    }

    /** The bundle whose turn it is, for the caller to add; null while another thread is adding. */
    private synchronized @Nullable BundleBuffer firstTurn(BundleBuffer bundle) {
      waiting.put(bundle.index(), bundle);
      if (adding) {
        return null;
      }
      BundleBuffer turn = waiting.remove(next);
      adding = turn != null;
      return turn;
    }

    private OrderedSums build() {
      List<SecondMoments> built =
          moments.isEmpty()
              ? List.of()
              : Parallel.map(plan.options().threads(), moments.size(), t -> moments.get(t).build());
      List<TapSums> taps =
          IntStream.range(0, sums.size())
              .mapToObj(
                  t ->
                      new TapSums(
                          sums.get(t).build(),
                          built.isEmpty() ? Optional.empty() : Optional.of(built.get(t))))
              .toList();
      return new OrderedSums(
          taps, Parallel.map(plan.options().threads(), blocks.size(), b -> blocks.get(b).build()));
    }

    private void accumulate(BundleBuffer bundle) {
      for (int t = 0; t < sums.size(); t++) {
        TapBuffer tap = bundle.tap(t);
        for (int n = 0; n < bundle.count(); n++) {
          int i = bundle.byClass(n);
          if (tap.finite(i)) {
            sums.get(t)
                .add(
                    bundle.place(i),
                    bundle.group(i),
                    tap.activations(),
                    tap.offset(i),
                    tap.squares(i),
                    tap.entropy(i));
          }
        }
        if (!moments.isEmpty()) {
          accumulate(bundle, tap, moments.get(t));
        }
      }
      for (int b = 0; b < blocks.size(); b++) {
        blocks.get(b).add(bundle, bundle.block(b));
      }
    }

    private void accumulate(BundleBuffer bundle, TapBuffer tap, SecondMoments.Builder into) {
      for (int n = 0; n < bundle.count(); n++) {
        int i = bundle.inOrder(n);
        if (tap.finite(i)) {
          into.add(bundle.place(i), tap.activations(), tap.offset(i));
        }
      }
    }
  }
}
