package io.entroscope.core;

import io.entroscope.data.Batch;
import io.entroscope.data.BatchSource;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Cuts batches into pieces of neighbouring images, what one call of ONNX Runtime works on. Threads
 * share a batch, so that none is idle for long at the end of the data, and what a piece leaves
 * behind is still in its core's cache when it is counted. Where a batch is cut depends on the plan
 * alone. Several threads may take from it.
 */
final class Pieces {
  /**
   * With more, what lies between the layers outgrows the cache; with fewer, weights are read from
   * memory more often. A multiple of 12, the rows that ONNX Runtime's matrix product takes at once.
   */
  private static final int IMAGES = 72;

  private final BatchSource source;
  private final int images;
  private final int perBatch;
  private @Nullable Shared batch;
  private int next;

  Pieces(AnalysisPlan plan, BatchSource source) {
    this.source = source;
    this.images = images(plan);
    this.perBatch = perBatch(plan);
  }

  /** The images of a whole piece. */
  static int images(AnalysisPlan plan) {
    int batch = plan.batches().batchSize();
    return plan.feed().fixedBatch() > 0 ? batch : Math.min(IMAGES, batch);
  }

  /** How many pieces a batch is cut into; where it is short of images, the last ones have none. */
  static int perBatch(AnalysisPlan plan) {
    return (plan.batches().batchSize() + images(plan) - 1) / images(plan);
  }

  /** The next piece, waiting for its batch if need be; null when all have been given. */
  synchronized @Nullable Piece next() {
    if (batch == null || next == perBatch) {
      Batch fresh = source.next();
      batch = fresh == null ? null : new Shared(fresh, new AtomicInteger(perBatch));
      next = 0;
    }
    return batch == null ? null : new Piece(batch, next++);
  }

  private record Shared(Batch batch, AtomicInteger open) {}

  /** Neighbouring images of a batch. Closing it lets go of the batch when all others have. */
  final class Piece implements AutoCloseable {
    private final Shared of;
    private final int place;

    private Piece(Shared of, int place) {
      this.of = of;
      this.place = place;
    }

    Batch batch() {
      return of.batch();
    }

    /** Its number among the pieces of all batches. */
    int number() {
      return Math.addExact(Math.multiplyExact(batch().index(), perBatch), place);
    }

    /** The place in the batch of its first image. */
    int from() {
      return Math.min(place * images, batch().count());
    }

    int count() {
      return Math.min(batch().count() - from(), images);
    }

    @Override
    public void close() {
      if (of.open().decrementAndGet() == 0) {
        batch().close();
      }
    }
  }
}
