package io.entroscope.core.run;

import io.entroscope.core.internal.TokenPieces;
import io.entroscope.core.ort.Feed;
import io.entroscope.core.plan.AnalysisPlan;
import io.entroscope.core.plan.AnalysisPlan.Tap;
import io.entroscope.core.plan.BundleLayout;
import io.entroscope.data.batch.Batch;
import io.entroscope.data.batch.BatchPlan;
import io.entroscope.data.batch.BatchSource;
import io.entroscope.onnx.layer.Layer;
import io.entroscope.onnx.layer.LayerKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Splits batches into pieces of consecutive images, one for each call of ONNX Runtime. Threads
 * share a batch, so that none is idle for long at the end of the data, and the activations between
 * layers fit into a core's cache. The split depends on the plan alone. Safe for use by several
 * threads.
 */
final class BatchPieces {
  /** With more images, threads end at different times. */
  private static final int IMAGES = 72;

  /**
   * Of the largest output of a layer, for a piece. With more, the feature maps between convolutions
   * outgrow the cache; with less, weights are read from memory more often.
   */
  private static final long BYTES = 16 << 20;

  /** The block of rows of ONNX Runtime's matrix product: what is left of one costs as much. */
  private static final int BLOCK = 12;

  /**
   * The rows of a piece, one per example or token. Without convolutions, activations are small and
   * reading weights dominates.
   */
  private static final int ROWS = 512;

  private final BatchSource source;
  private final BundleLayout bundles;
  private final IntFunction<BundleBuffer> buffers;
  private final Map<Integer, OpenBundle> open = new ConcurrentHashMap<>();
  private final Map<Integer, Integer> placeOfLabel = new HashMap<>();
  private final BatchPlan batches;
  private final byte[] groups;
  private final TokenPieces pieces;
  private @Nullable OpenBatch batch;
  private int next;

  /**
   * The pieces of all batches of a source.
   *
   * @param feed what goes into the model
   * @param buffers gives the buffer that the pieces of a bundle are copied into
   */
  BatchPieces(AnalysisPlan plan, Feed feed, BatchSource source, IntFunction<BundleBuffer> buffers) {
    this.source = source;
    this.bundles = plan.bundles();
    this.batches = plan.batches();
    this.groups = plan.groups();
    for (int i = 0; i < plan.labels().size(); i++) {
      placeOfLabel.put(plan.labels().get(i), i);
    }
    this.buffers = buffers;
    this.pieces = new TokenPieces(feed, images(plan));
  }

  private static int images(AnalysisPlan plan) {
    int batch = plan.batches().batchSize();
    if (plan.feed().fixedBatch() > 0) {
      return batch;
    }
    long tokens = plan.taps().stream().mapToLong(BatchPieces::rows).max().orElse(1);
    boolean maps =
        tokens == 1
            && plan.layers().stream().anyMatch(layer -> layer.kind() == LayerKind.CONVOLUTION);
    long fit = BYTES / Math.max(1, plan.layerBytes());
    long most = Math.max(1, Math.min(fit, maps ? IMAGES : ROWS / tokens));
    return even(batch, (int) Math.min(batch, most));
  }

  /** So many that pieces are alike: a multiple of a block or, of few, all nearly as many. */
  private static int even(int batch, int most) {
    if (most >= BLOCK || most == batch) {
      return most == batch ? most : most - most % BLOCK;
    }
    int pieces = (batch + most - 1) / most;
    return (batch + pieces - 1) / pieces;
  }

  /** How many rows of units one example is to a fully connected layer, or a stream of tokens. */
  private static long rows(Tap tap) {
    Layer layer = tap.outputs().point().layer();
    boolean tokens = layer.kind() == LayerKind.BLOCK && layer.unitAxis() < 0;
    return layer.kind() == LayerKind.FULLY_CONNECTED || tokens
        ? tap.shape().stream().filter(axis -> axis > 0).reduce(1L, (a, b) -> a * b) / tap.units()
        : 1;
  }

  /** The most images of a piece. */
  int images() {
    return pieces.most();
  }

  /** The next piece, waiting for its batch if necessary; null at the end. */
  synchronized @Nullable Piece next() {
    if (batch == null || next == batch.ends().length) {
      Batch fresh = source.next();
      batch = fresh == null ? null : openBatch(fresh);
      next = 0;
    }
    return batch == null ? null : new Piece(batch, next++);
  }

  /** Where the pieces of a batch end; of one without images, there is one of none. */
  private int[] ends(Batch fresh) {
    List<Integer> ends = new ArrayList<>(List.of(pieces.end(fresh, 0)));
    for (int end = ends.get(0); end < fresh.count(); ) {
      end = pieces.end(fresh, end);
      ends.add(end);
    }
    return ends.stream().mapToInt(Integer::intValue).toArray();
  }

  private OpenBatch openBatch(Batch fresh) {
    OpenBundle bundle = open.computeIfAbsent(bundles.of(fresh.index()), this::openBundle);
    int slot = bundles.slot(fresh.index());
    bundle.buffer().put(slot, fresh, placeOfLabel, groups(fresh));
    int[] ends = ends(fresh);
    return new OpenBatch(fresh, slot, bundle, ends, new AtomicInteger(ends.length));
  }

  /** The jackknife groups of a batch's images, without those skipped as corrupt. */
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

  private OpenBundle openBundle(int bundle) {
    return new OpenBundle(buffers.apply(bundle), new AtomicInteger(bundles.batchesIn(bundle)));
  }

  /**
   * A bundle whose batches are not all copied yet.
   *
   * @param open how many batches have not been copied yet
   */
  private record OpenBundle(BundleBuffer buffer, AtomicInteger open) {}

  /**
   * A batch whose pieces are not all copied yet.
   *
   * @param ends the places behind the last image of each piece
   * @param open how many of its pieces have not been copied yet
   */
  private record OpenBatch(
      Batch batch, int slot, OpenBundle bundle, int[] ends, AtomicInteger open) {}

  /** Consecutive images of a batch; none where the batch has none. */
  final class Piece {
    private final OpenBatch of;
    private final int from;
    private final int to;

    private Piece(OpenBatch of, int index) {
      this.of = of;
      this.from = index == 0 ? 0 : of.ends()[index - 1];
      this.to = of.ends()[index];
    }

    Batch batch() {
      return of.batch();
    }

    /** The buffer of its bundle. */
    BundleBuffer buffer() {
      return of.bundle().buffer();
    }

    /** The slot of its batch in the bundle. */
    int slot() {
      return of.slot();
    }

    /** The index in the batch of its first image. */
    int from() {
      return from;
    }

    int count() {
      return to - from;
    }

    /** Marks the piece as copied; true if its bundle is then complete. */
    boolean done() {
      if (of.open().decrementAndGet() > 0) {
        return false;
      }
      batch().close();
      boolean complete = of.bundle().open().decrementAndGet() == 0;
      if (complete) {
        open.remove(buffer().index());
        buffer().finish();
      }
      return complete;
    }
  }
}
