package io.entroscope.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/** The memory of one batch, filled again and again. */
final class Slot {
  final int[] positions;
  final int[] labels;
  final FloatBuffer buffer;
  final int imageElements;

  private final float[] zeros;

  Slot(int batchSize, int imageElements) {
    long bytes = (long) batchSize * imageElements * Float.BYTES;
    if (bytes > Integer.MAX_VALUE) {
      throw new DataException(
          "a batch of "
              + batchSize
              + " images of "
              + imageElements
              + " values is too large; use a smaller --batch");
    }
    try {
      this.buffer =
          ByteBuffer.allocateDirect((int) bytes).order(ByteOrder.nativeOrder()).asFloatBuffer();
    } catch (OutOfMemoryError e) {
      throw new DataException(
          "there is no memory for batches of "
              + batchSize
              + " images of "
              + imageElements
              + " values; use a smaller --batch",
          e);
    }
    this.positions = new int[batchSize];
    this.labels = new int[batchSize];
    this.imageElements = imageElements;
    this.zeros = new float[imageElements];
  }

  /** Sets the values behind the first {@code count} images to zero. */
  void pad(int count) {
    for (int image = count; image < positions.length; image++) {
      buffer.put(image * imageElements, zeros);
    }
  }
}
