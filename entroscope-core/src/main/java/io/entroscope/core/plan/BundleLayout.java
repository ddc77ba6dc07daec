package io.entroscope.core.plan;

import io.entroscope.data.batch.BatchPlan;
import java.util.OptionalLong;

/**
 * The division of batches into bundles: consecutive batches of a segment that are counted together.
 * A few hundred images hold many of each class, so that the state of a class is fetched once for
 * all of them. No result depends on the size of a bundle.
 */
public final class BundleLayout {
  private static final int IMAGES = 256;

  /** The largest buffer of a bundle. */
  private static final long MOST_BYTES = 16 << 20;

  /** A bundle's buffer takes at most 1 / this of the memory limit. */
  private static final int MEMORY_SHARE = 32;

  private final BatchPlan plan;
  private final int batches;

  /**
   * The layout for a plan.
   *
   * @param units of all tap points together
   * @param memory limit in bytes; empty: none
   */
  BundleLayout(BatchPlan plan, long units, OptionalLong memory) {
    this.plan = plan;
    long bytes = Math.min(MOST_BYTES, memory.orElse(Long.MAX_VALUE) / MEMORY_SHARE);
    long images = Math.min(IMAGES, bytes / (Float.BYTES * units));
    // Segments are a power of two as well, so that no bundle lies across two of them.
    int wanted = Integer.highestOneBit((int) Math.max(1, images / plan.batchSize()));
    this.batches = Math.min(wanted, plan.segmentBatches());
  }

  /** The number of batches of a full bundle, a power of two. */
  public int batches() {
    return batches;
  }

  /** The number of images of a full bundle. */
  int images() {
    return batches * plan.batchSize();
  }

  /** The bundle that a batch is in. */
  public int of(int batch) {
    return batch / batches;
  }

  /** The slot of a batch in its bundle. */
  public int slot(int batch) {
    return batch % batches;
  }

  /** The number of batches of a bundle. */
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
