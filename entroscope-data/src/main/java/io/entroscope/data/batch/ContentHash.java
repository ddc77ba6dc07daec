package io.entroscope.data.batch;

import io.entroscope.data.image.internal.Pixels;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/**
 * A hash of what an example is, by which it is known again in another order, selection or format:
 * of an image its shape and its decoded pixels, before they are resized and normalised; of arrays
 * the bytes that go into the model. Its upper half is CRC-32C, its lower half CRC-32. One for each
 * thread.
 */
final class ContentHash {
  private final CRC32C upper = new CRC32C();
  private final CRC32 lower = new CRC32();
  private byte[] plane = new byte[0];

  /** Of [C, H, W] as three 32-bit numbers, little-endian, and the pixels in that order. */
  long of(Pixels image) {
    reset();
    ByteBuffer shape = ByteBuffer.allocate(3 * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    shape.putInt(image.channels()).putInt(image.height()).putInt(image.width());
    update(shape.array(), 0, shape.capacity());
    int pixels = image.height() * image.width();
    for (int channel = 0; channel < image.channels(); channel++) {
      if (image.pixelStride() == 1) {
        update(image.data(), image.start(channel), pixels);
      } else {
        update(gathered(image, channel, pixels), 0, pixels);
      }
    }
    return value();
  }

  private byte[] gathered(Pixels image, int channel, int pixels) {
    if (plane.length < pixels) {
      plane = new byte[pixels];
    }
    byte[] data = image.data();
    int step = image.pixelStride();
    int from = image.start(channel);
    for (int i = 0; i < pixels; i++) {
      plane[i] = data[from + i * step];
    }
    return plane;
  }

  /** Of the rows of an example, in the order of the model's inputs. */
  long of(Slot slot, int example) {
    reset();
    for (int input = 0; input < slot.inputs(); input++) {
      int row = slot.rowBytes(input);
      ByteBuffer values = slot.tensor(input).limit((example + 1) * row).position(example * row);
      upper.update(values.duplicate());
      lower.update(values);
    }
    return value();
  }

  private void reset() {
    upper.reset();
    lower.reset();
  }

  private void update(byte[] bytes, int from, int count) {
    upper.update(bytes, from, count);
    lower.update(bytes, from, count);
  }

  private long value() {
    return upper.getValue() << Integer.SIZE | lower.getValue();
  }
}
