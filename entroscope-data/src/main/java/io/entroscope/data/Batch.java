package io.entroscope.data;

import java.nio.FloatBuffer;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Some decoded and normalised images, ready for a model. Closing it gives its buffer back to its
 * {@link BatchSource}, which may fill it again: nothing of a batch may be used after that.
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

  /** The number of images; fewer than planned, even none, if corrupt ones were left out. */
  public int count() {
    return count;
  }

  /** The position of an image in the data set. */
  public int position(int image) {
    return slot.positions[Objects.checkIndex(image, count)];
  }

  /** The class index of an image. */
  public int label(int image) {
    return slot.labels[Objects.checkIndex(image, count)];
  }

  /**
   * The values of the images, [count, ...] in the model's layout: a direct buffer in native byte
   * order from position 0 to its limit, with no copy made. Every call gives a view of its own.
   */
  public FloatBuffer inputs() {
    return padded().limit(count * slot.imageElements);
  }

  /**
   * As {@link #inputs}, but always of a full batch, for models whose batch is of a fixed size; the
   * values beyond {@code count} images are zero.
   */
  public FloatBuffer padded() {
    if (closed.get()) {
      throw new IllegalStateException("batch " + index + " is closed");
    }
    return slot.buffer.duplicate();
  }

  /** Its images in memory of their own. */
  Slot copy() {
    Slot copy = new Slot(slot.positions.length, slot.imageElements);
    copy.buffer.put(0, slot.buffer, 0, slot.buffer.capacity());
    System.arraycopy(slot.positions, 0, copy.positions, 0, count);
    System.arraycopy(slot.labels, 0, copy.labels, 0, count);
    return copy;
  }

  /** Gives the buffer back; doing so again does nothing. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      giveBack.accept(slot);
    }
  }
}
