package io.entroscope.core.plan;

import io.entroscope.data.batch.BatchPlan;
import java.util.OptionalLong;

/**
 * Neighbouring batches of a segment that are counted together: a class has many images in a few
 * hundred, so that what is kept of it is fetched once for all of them. No result depends on how
 * many they are.
 */
public final class Bundles {
  private static final int IMAGES = 256;

  /** More than this is not held back. */
  private static final long MOST_BYTES = 16 << 20;

  /** Nor more than this part of the memory that was given. */
  private static final int PART = 32;

  private final BatchPlan plan;
  private final int batches;

  /**
   * The bundles of a plan.
   *
   * @param units of all tap points together
   * @param memory in bytes, as far as it was limited
   */
  Bundles(BatchPlan plan, long units, OptionalLong memory) {
    this.plan = plan;
    long bytes = Math.min(MOST_BYTES, memory.orElse(Long.MAX_VALUE) / PART);
    long images = Math.min(IMAGES, bytes / (Float.BYTES * units));
    // Segments are a power of two as well, so that no bundle lies across two of them.
    int wanted = Integer.highestOneBit((int) Math.max(1, images / plan.batchSize()));
    this.batches = Math.min(wanted, plan.segmentBatches());
  }

  /** The batches of a full bundle, a power of two. */
  public int batches() {
    return batches;
  }

  /** The images of a full bundle. */
  int images() {
    return batches * plan.batchSize();
  }

  /** The bundle that a batch is in. */
  public int of(int batch) {
    return batch / batches;
  }

  /** The place of a batch in its bundle. */
  public int slot(int batch) {
    return batch % batches;
  }

  /** How many batches a bundle has. */
  public int batchesIn(int bundle) {
    return Math.min(batches, plan.batches() - bundle * batches);
  }

  /** The segment that a bundle is in. */
  public int segmentOf(int bundle) {
    return plan.segmentOf(bundle * batches);
  }

  /** The first bundle of a segment; of {@code segments()}, the number of bundles. */
  public int first(int segment) {
    return (plan.firstBatch(segment) + batches - 1) / batches;
  }
}
