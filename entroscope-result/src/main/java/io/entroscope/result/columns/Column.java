package io.entroscope.result.columns;

import io.entroscope.files.NpzWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Values of one type that grow in number. */
final class Column {
  private static final int FIRST = 64;

  /** Some virtual machines have no longer arrays. */
  private static final int MOST_BYTES = Integer.MAX_VALUE - 8;

  private final ColumnType type;
  private final List<String> texts = new ArrayList<>();
  private byte[] bytes;
  private ByteBuffer values;

  Column(ColumnType type) {
    this.type = type;
    this.bytes = new byte[FIRST * Math.max(1, type.bytes())];
    this.values = little(bytes);
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  ColumnType type() {
    return type;
  }

  /** Room for one more value. */
  private ByteBuffer next() {
    if (values.remaining() < type.bytes()) {
      grow(Math.addExact(values.position(), type.bytes()));
    }
    return values;
  }

  void add(float value) {
    next().putFloat(value);
  }

  void add(double value) {
    next().putDouble(value);
  }

  void add(long value) {
    next().putLong(value);
  }

  void add(boolean value) {
    next().put((byte) (value ? 1 : 0));
  }

  void add(String value) {
    texts.add(value);
  }

  void add(byte[] value) {
    if (values.remaining() < value.length) {
      grow(Math.addExact(values.position(), value.length));
    }
    values.put(value);
  }

  private void grow(int least) {
    int used = values.position();
    bytes = Arrays.copyOf(bytes, Math.max(least, (int) Math.min(2L * used, MOST_BYTES)));
    values = little(bytes);
    values.position(used);
  }

  int count() {
    return type == ColumnType.TEXT ? texts.size() : values.position() / type.bytes();
  }

  /**
   * Writes the column.
   *
   * @param shape of it; the number of values where it is ragged
   */
  void writeTo(NpzWriter out, String key, long[] shape) {
    try {
      if (type == ColumnType.TEXT) {
        out.texts(key, shape, texts);
      } else {
        int used = values.position();
        out.add(key, type.numpy(), shape, used, to -> to.write(bytes, 0, used));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
