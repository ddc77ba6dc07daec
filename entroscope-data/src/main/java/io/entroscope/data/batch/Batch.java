package io.entroscope.data.batch;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Some examples, ready for a model: decoded and normalised images, or rows of arrays. Closing it
 * gives its buffer back to its {@link BatchSource}, which may fill it again: nothing of a batch may
 * be used after that.
 */
public final class Batch implements AutoCloseable {
  private final Consumer<Slot> giveBack;
  private final Slot slot;
  private final int index;
  private final int count;
  private final AtomicBoolean closed = new AtomicBoolean();

  Batch(Consumer<Slot> giveBack, Slot slot, int index, int count) {
    this.giveBack = giveBack;
    this.slot = slot;
    this.index = index;
    this.count = count;
  }

  /** Its number in the {@link BatchPlan}. */
  public int index() {
    return index;
  }

  /** The number of examples; fewer than planned, even none, if corrupt ones were left out. */
  public int count() {
    return count;
  }

  /** The position of an example in the dataset. */
  public int position(int example) {
    return slot.positions[Objects.checkIndex(example, count)];
  }

  /** The class index of an example. */
  public int label(int example) {
    return slot.labels[Objects.checkIndex(example, count)];
  }

  /**
   * A hash of the example itself, whatever its position and preprocessing: of an image CRC-32C
   * (upper half) and CRC-32 (lower half) of its shape [C, H, W], as three 32-bit little-endian
   * numbers, and its decoded pixels in that order; of arrays, of the bytes that go in.
   */
  public long content(int example) {
    return slot.contents[Objects.checkIndex(example, count)];
  }

  /**
   * The values of the images, [count, ...] in the model's layout: a direct buffer in native byte
   * order from position 0 to its limit, with no copy made. Every call gives a view of its own.
   */
  public FloatBuffer inputs() {
    FloatBuffer all = open().floats(0);
    return all.limit(count * (slot.rowBytes(0) / Float.BYTES));
  }

  /**
   * What goes into each of the model's inputs, of a full batch always, for models whose batch is of
   * a fixed size; beyond {@code count} examples it is zero. Direct, in native byte order, from
   * position 0 to the limit, with no copy made. Every call gives views of their own.
   */
  public List<ByteBuffer> tensors() {
    return IntStream.range(0, open().inputs()).mapToObj(slot::tensor).toList();
  }

  private Slot open() {
    if (closed.get()) {
      throw new IllegalStateException("batch " + index + " is closed");
    }
    return slot;
  }

  /** Its examples in memory of their own. */
  Slot copy() {
    return slot.copy();
  }

  /** Gives the buffer back; doing so again does nothing. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      giveBack.accept(slot);
    }
  }
}
