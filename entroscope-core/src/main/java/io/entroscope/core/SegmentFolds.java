package io.entroscope.core;

import io.entroscope.core.AnalysisPlan.Tap;
import io.entroscope.stats.CanonicalMerge;
import io.entroscope.stats.CanonicalMerge.Node;
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
 * Adds up floating-point sums in the plan's order, whatever order pieces are finished in: the
 * images of a segment one after the other, segments by the canonical merge. A piece that is early
 * waits here, in buffers that are used again; no thread waits for another that is adding.
 */
final class SegmentFolds {
  private final AnalysisPlan plan;
  private final int perBatch;
  private final CanonicalMerge<List<Folded>> merge;
  private final Map<Integer, Segment> open = new ConcurrentHashMap<>();
  private final Queue<BatchTaps> free = new ConcurrentLinkedQueue<>();

  SegmentFolds(AnalysisPlan plan) {
    this.plan = plan;
    this.perBatch = Pieces.perBatch(plan);
    this.merge = PartialState.canonical(plan);
  }

  /** A buffer for the next piece. */
  BatchTaps buffer() {
    BatchTaps buffer = free.poll();
    return buffer != null ? buffer : new BatchTaps(plan.taps(), Pieces.images(plan));
  }

  /** Adds a piece, which must not be touched afterwards. */
  void add(BatchTaps piece) {
    int number = plan.batches().segmentOf(piece.number() / perBatch);
    List<Folded> sums = open.computeIfAbsent(number, this::newSegment).add(piece);
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
    return new Segment(
        plan.batches().firstBatch(number) * perBatch,
        plan.batches().firstBatch(number + 1) * perBatch);
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
        if (plan.options().indicators()) {
          moments.add(new SecondMoments.Builder(tap.units(), classes));
        }
      }
    }

    /** The finished sums, if this piece was what they lacked; null otherwise. */
    @Nullable List<Folded> add(BatchTaps piece) {
      BatchTaps turn = firstTurn(piece);
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

    /** The piece whose turn it is, for the caller to add; null while another thread is adding. */
    private synchronized @Nullable BatchTaps firstTurn(BatchTaps piece) {
      waiting.put(piece.number(), piece);
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

    private void fold(BatchTaps piece) {
      for (int t = 0; t < sums.size(); t++) {
        TapBatch tap = piece.tap(t);
        for (int i = 0; i < piece.count(); i++) {
          if (tap.finite(i)) {
            sums.get(t)
                .add(
                    piece.label(i),
                    piece.group(i),
                    tap.activations(),
                    tap.offset(i),
                    tap.squares(i),
                    tap.entropy(i));
            if (!moments.isEmpty()) {
              moments.get(t).add(piece.label(i), tap.activations(), tap.offset(i));
            }
          }
        }
      }
    }
  }
}
