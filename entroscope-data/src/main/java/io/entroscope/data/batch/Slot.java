package io.entroscope.data.batch;

import io.entroscope.data.DataException;
import io.entroscope.setting.Setting;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;

/** The memory of one batch, filled again and again: one buffer for each of the model's inputs. */
final class Slot {
  final int[] positions;
  final int[] labels;
  final long[] contents;

  private final List<ByteBuffer> tensors;
  private final int[] rowBytes;

  /**
   * Memory for a batch.
   *
   * @param rowBytes of one example, for each input
   */
  Slot(int batchSize, int... rowBytes) {
    this.rowBytes = rowBytes.clone();
    this.tensors = Arrays.stream(rowBytes).mapToObj(bytes -> allocate(batchSize, bytes)).toList();
    this.positions = new int[batchSize];
    this.labels = new int[batchSize];
    this.contents = new long[batchSize];
  }

  private static ByteBuffer allocate(int batchSize, int rowBytes) {
    long bytes = (long) batchSize * rowBytes;
    if (bytes > Integer.MAX_VALUE) {
      throw new DataException(
          "a batch of "
              + batchSize
              + " times "
              + rowBytes
              + " bytes is too large; use a smaller "
              + Setting.BATCH);
    }
    try {
      return ByteBuffer.allocateDirect((int) bytes).order(ByteOrder.nativeOrder());
    } catch (OutOfMemoryError e) {
      throw new DataException(
          "there is no memory for batches of "
              + batchSize
              + " times "
              + rowBytes
              + " bytes; use a smaller "
              + Setting.BATCH,
          e);
    }
  }

  /** How many inputs there are. */
  int inputs() {
    return rowBytes.length;
  }

  int rowBytes(int input) {
    return rowBytes[input];
  }

  /** All memory of an input in native byte order; every call gives a view of its own. */
  ByteBuffer tensor(int input) {
    return tensors.get(input).duplicate().order(ByteOrder.nativeOrder());
  }

  /** As {@link #tensor}, as floats. */
  FloatBuffer floats(int input) {
    return tensor(input).asFloatBuffer();
  }

  /** Copies an example to a place at or before its own. */
  void move(int from, int to) {
    if (from != to) {
      for (int input = 0; input < rowBytes.length; input++) {
        int row = rowBytes[input];
        ByteBuffer all = tensor(input);
        all.put(to * row, all, from * row, row);
      }
    }
  }

  /** Sets the values behind the first {@code count} examples to zero. */
  void pad(int count) {
    for (int input = 0; input < rowBytes.length; input++) {
      ByteBuffer rest = tensor(input).position(count * rowBytes[input]);
      while (rest.remaining() >= Long.BYTES) {
        rest.putLong(0);
      }
      while (rest.hasRemaining()) {
        rest.put((byte) 0);
      }
    }
  }

  /** The same examples in memory of their own. */
  Slot copy() {
    Slot copy = new Slot(positions.length, rowBytes);
    for (int input = 0; input < rowBytes.length; input++) {
      copy.tensor(input).put(tensor(input));
    }
    System.arraycopy(positions, 0, copy.positions, 0, positions.length);
    System.arraycopy(labels, 0, copy.labels, 0, labels.length);
    System.arraycopy(contents, 0, copy.contents, 0, contents.length);
    return copy;
  }
}
