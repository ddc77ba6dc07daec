package io.entroscope.core;

import io.entroscope.core.AnalysisPlan.Tap;
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
 * Adds up floating-point sums in the plan's order, whatever order batches are finished in: the
 * images of a class of a segment one after the other, segments by the canonical merge. A batch that
 * is early waits here, in buffers that are used again; no thread waits for another that is adding.
 */
final class SegmentFolds {
  private final AnalysisPlan plan;
  private final CrossProducts products;
  private final CanonicalMerge<List<Folded>> merge;
  private final Map<Integer, Segment> open = new ConcurrentHashMap<>();
  private final Queue<BatchTaps> free = new ConcurrentLinkedQueue<>();

  /**
   * Starts with no batch.
   *
   * @param products for covariances, if indicators were asked for
   */
  SegmentFolds(AnalysisPlan plan, CrossProducts products) {
    this.plan = plan;
    this.products = products;
    this.merge = PartialState.canonical(plan);
  }

  /** A buffer for the next batch. */
  BatchTaps buffer() {
    BatchTaps buffer = free.poll();
    return buffer != null ? buffer : new BatchTaps(plan.taps(), plan.batches().batchSize());
  }

  /** Adds a batch, which must not be touched afterwards. */
  void add(BatchTaps batch) {
    int number = plan.batches().segmentOf(batch.index());
    List<Folded> sums = open.computeIfAbsent(number, this::newSegment).add(batch);
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
    return new Segment(plan.batches().firstBatch(number), plan.batches().firstBatch(number + 1));
  }

  /** One segment on its way. */
  private final class Segment {
    private final int end;
    private final Map<Integer, BatchTaps> waiting = new HashMap<>();
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

    /** The finished sums, if this batch was what they lacked; null otherwise. */
    @Nullable List<Folded> add(BatchTaps batch) {
      BatchTaps turn = firstTurn(batch);
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

    /** The batch whose turn it is, for the caller to add; null while another thread is adding. */
    private synchronized @Nullable BatchTaps firstTurn(BatchTaps batch) {
      waiting.put(batch.index(), batch);
      if (adding) {
        return null;
      }
      BatchTaps turn = waiting.remove(next);
      adding = turn != null;
      return turn;
    }

    private List<Folded> folded() {
      return IntStream.range(0, sums.size())
          .mapToObj(
              t ->
                  new Folded(
                      sums.get(t).build(),
                      moments.isEmpty() ? Optional.empty() : Optional.of(moments.get(t).build())))
          .toList();
    }

    private void fold(BatchTaps batch) {
      for (int t = 0; t < sums.size(); t++) {
        TapBatch tap = batch.tap(t);
        for (int place = 0; place < batch.count(); place++) {
          int i = batch.byClass(place);
          if (tap.finite(i)) {
            sums.get(t)
                .add(
                    batch.label(i),
                    batch.group(i),
                    tap.activations(),
                    tap.offset(i),
                    tap.squares(i),
                    tap.entropy(i));
            if (!moments.isEmpty()) {
              moments.get(t).add(batch.label(i), tap.activations(), tap.offset(i));
            }
          }
        }
      }
    }
  }
}
