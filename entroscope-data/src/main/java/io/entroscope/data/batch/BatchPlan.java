package io.entroscope.data.batch;

import io.entroscope.data.DataException;
import io.entroscope.setting.Setting;
import java.util.Arrays;
import java.util.Objects;

/**
 * The fixed division of some images into batches, and of the batches into segments: in order of
 * position, each batch full but the last, each segment of the same power of two of batches but the
 * last. Nothing in it depends on the number of threads or machines, so that sums formed batch by
 * batch and merged in its order do not either. Immutable.
 */
public final class BatchPlan {
  private static final int SEGMENT_IMAGES = 2048;

  // Of the images from the place `first` on; of all images unless this is a part.
  private final int[] positions;
  private final int first;
  private final int images;
  private final int batchSize;
  private final int segmentBatches;

  private BatchPlan(int[] positions, int first, int images, int batchSize) {
    this.positions = positions;
    this.first = first;
    this.images = images;
    this.batchSize = batchSize;
    this.segmentBatches = Integer.highestOneBit(Math.max(1, SEGMENT_IMAGES / batchSize));
  }

  /**
   * The plan for images at these positions.
   *
   * @param positions strictly increasing
   * @param batchSize images per batch, at least 1
   * @throws DataException if there are no images, or the batch size is not positive
   */
  public static BatchPlan of(int[] positions, int batchSize) {
    if (batchSize < 1) {
      throw new DataException(
          "a batch of " + batchSize + " images; give " + Setting.BATCH + " 1 or more");
    }
    if (positions.length == 0) {
      throw new DataException("no images are selected; choose more classes or a higher limit");
    }
    requireIncreasing(positions);
    return new BatchPlan(positions.clone(), 0, positions.length, batchSize);
  }

  /**
   * A part of a plan, as one of several machines needs it: batches and segments are numbered and
   * divided as in the whole, but only the positions of some consecutive images are known.
   *
   * @param images of the whole plan
   * @param batchSize of the whole plan
   * @param first the place of the first known image among all of the plan
   * @param positions of the known images, strictly increasing; none are as good as some
   */
  public static BatchPlan part(int images, int batchSize, int first, int[] positions) {
    if (batchSize < 1 || first < 0 || positions.length > images - first) {
      throw new IllegalArgumentException(
          positions.length + " images from " + first + " on, of " + images + " by " + batchSize);
    }
    requireIncreasing(positions);
    return new BatchPlan(positions.clone(), first, images, batchSize);
  }

  private static void requireIncreasing(int[] positions) {
    for (int i = 1; i < positions.length; i++) {
      if (positions[i] <= positions[i - 1]) {
        throw new IllegalArgumentException("positions are not increasing at " + i);
      }
    }
  }

  /** The number of images. */
  public int images() {
    return images;
  }

  /** The images of a full batch. */
  public int batchSize() {
    return batchSize;
  }

  /** The number of batches. */
  public int batches() {
    return (int) (((long) images + batchSize - 1) / batchSize);
  }

  /** The batches of a full segment, a power of two. */
  public int segmentBatches() {
    return segmentBatches;
  }

  /** The number of segments. */
  public int segments() {
    return (int) (((long) batches() + segmentBatches - 1) / segmentBatches);
  }

  /** The segment that a batch is in. */
  public int segmentOf(int batch) {
    checkBatch(batch);
    return batch / segmentBatches;
  }

  /** The first batch of a segment; of {@code segments()}, the number of batches. */
  public int firstBatch(int segment) {
    if (segment < 0 || segment > segments()) {
      throw new IndexOutOfBoundsException("segment " + segment + " of " + segments());
    }
    return (int) Math.min((long) segment * segmentBatches, batches());
  }

  /** The number of images in a batch. */
  public int count(int batch) {
    return end(batch) - start(batch);
  }

  /** The position of the {@code index}-th image of a batch. */
  public int position(int batch, int index) {
    return positions[start(batch) + Objects.checkIndex(index, count(batch)) - first];
  }

  /** The positions of a batch's images, increasing. */
  public int[] positions(int batch) {
    int from = start(batch) - first;
    int to = end(batch) - first;
    Objects.checkFromToIndex(from, to, positions.length);
    return Arrays.copyOfRange(positions, from, to);
  }

  private int start(int batch) {
    checkBatch(batch);
    return batch * batchSize;
  }

  private int end(int batch) {
    checkBatch(batch);
    return (int) Math.min((batch + 1L) * batchSize, images);
  }

  private void checkBatch(int batch) {
    if (batch < 0 || batch >= batches()) {
      throw new IndexOutOfBoundsException("batch " + batch + " of " + batches());
    }
  }
}
