package io.entroscope.core.run;

import io.entroscope.core.plan.AnalysisPlan;
import io.entroscope.core.plan.AnalysisPlan.Tap;
import io.entroscope.core.plan.Bundles;
import io.entroscope.data.batch.Batch;
import io.entroscope.data.batch.BatchPlan;
import io.entroscope.data.batch.BatchSource;
import io.entroscope.onnx.layer.LayerKind;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Cuts batches into pieces of neighbouring images, what one call of ONNX Runtime works on. Threads
 * share a batch, so that none is idle for long at the end of the data, and what lies between the
 * layers stays in a core's cache. Where a batch is cut depends on the plan alone. Several threads
 * may take from it.
 */
final class Pieces {
  /**
   * With more, the maps between convolutions outgrow the cache; with fewer, weights are read from
   * memory more often. A multiple of 12, the rows that ONNX Runtime's matrix product takes at once.
   */
  private static final int IMAGES = 72;

  /**
   * Without convolutions what lies between the layers is small, and reading weights is what counts:
   * the rows of a piece, one for an example, or for each of its tokens.
   */
  private static final int ROWS = 512;

  private final BatchSource source;
  private final Bundles bundles;
  private final IntFunction<BundleTaps> buffers;
  private final Map<Integer, Shared> open = new ConcurrentHashMap<>();
  private final Map<Integer, Integer> placeOfLabel = new HashMap<>();
  private final BatchPlan batches;
  private final byte[] groups;
  private final int images;
  private final int perBatch;
  private @Nullable Cut batch;
  private int next;

  /**
   * The pieces of all batches of a source.
   *
   * @param buffers gives the buffer that the pieces of a bundle are copied into
   */
  Pieces(AnalysisPlan plan, BatchSource source, IntFunction<BundleTaps> buffers) {
    this.source = source;
    this.bundles = plan.bundles();
    this.batches = plan.batches();
    this.groups = plan.groups();
    for (int i = 0; i < plan.labels().size(); i++) {
      placeOfLabel.put(plan.labels().get(i), i);
    }
    this.buffers = buffers;
    this.images = images(plan);
    this.perBatch = (plan.batches().batchSize() + images - 1) / images;
  }

  private static int images(AnalysisPlan plan) {
    int batch = plan.batches().batchSize();
    if (plan.feed().fixedBatch() > 0) {
      return batch;
    }
    long tokens = plan.taps().stream().mapToLong(Pieces::rows).max().orElse(1);
    boolean maps =
        tokens == 1
            && plan.layers().stream().anyMatch(layer -> layer.kind() == LayerKind.CONVOLUTION);
    return (int) Math.min(batch, maps ? IMAGES : Math.max(1, ROWS / tokens));
  }

  /** How many rows of units one example is to a fully connected layer. */
  private static long rows(Tap tap) {
    return tap.outputs().point().layer().kind() == LayerKind.FULLY_CONNECTED
        ? tap.shape().stream().filter(axis -> axis > 0).reduce(1L, (a, b) -> a * b) / tap.units()
        : 1;
  }

  /** The images of a whole piece. */
  int images() {
    return images;
  }

  /** The next piece, waiting for its batch if need be; null when all have been given. */
  synchronized @Nullable Piece next() {
    if (batch == null || next == perBatch) {
      Batch fresh = source.next();
      batch = fresh == null ? null : cut(fresh);
      next = 0;
    }
    return batch == null ? null : new Piece(batch, next++ * images);
  }

  private Cut cut(Batch fresh) {
    Shared shared = open.computeIfAbsent(bundles.of(fresh.index()), this::share);
    int slot = bundles.slot(fresh.index());
    shared.taps().put(slot, fresh, placeOfLabel, groups(fresh));
    return new Cut(fresh, slot, shared, new AtomicInteger(perBatch));
  }

  /** The jackknife's groups of a batch, from which images may have been left out as corrupt. */
  private byte[] groups(Batch fresh) {
    byte[] of = new byte[fresh.count()];
    int[] planned = batches.positions(fresh.index());
    int at = 0;
    for (int i = 0; i < of.length; i++) {
      while (planned[at] != fresh.position(i)) {
        at++;
      }
      of[i] = groups[fresh.index() * batches.batchSize() + at];
    }
    return of;
  }

  private Shared share(int bundle) {
    int pieces = bundles.batchesIn(bundle) * perBatch;
    return new Shared(buffers.apply(bundle), new AtomicInteger(pieces));
  }

  /**
   * A bundle on its way.
   *
   * @param open how many pieces have not been copied yet
   */
  private record Shared(BundleTaps taps, AtomicInteger open) {}

  /**
   * A batch on its way.
   *
   * @param open how many of its pieces have not been copied yet
   */
  private record Cut(Batch batch, int slot, Shared bundle, AtomicInteger open) {}

  /** Neighbouring images of a batch; none where a batch is short of images. */
  final class Piece {
    private final Cut of;
    private final int from;

    private Piece(Cut of, int from) {
      this.of = of;
      this.from = Math.min(from, of.batch().count());
    }

    Batch batch() {
      return of.batch();
    }

    /** Where its bundle is gathered. */
    BundleTaps taps() {
      return of.bundle().taps();
    }

    /** The place of its batch in the bundle. */
    int slot() {
      return of.slot();
    }

    /** The place in the batch of its first image. */
    int from() {
      return from;
    }

    int count() {
      return Math.min(batch().count() - from, images);
    }

    /** Says that it has been copied; true if that makes its bundle whole. */
    boolean done() {
      if (of.open().decrementAndGet() == 0) {
        batch().close();
      }
      boolean whole = of.bundle().open().decrementAndGet() == 0;
      if (whole) {
        open.remove(taps().index());
        taps().finish();
      }
      return whole;
    }
  }
}
