package io.entroscope.result.columns;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** Columns of which many values are taken at once. */
enum Numbers {
  FLOATS(ColumnType.FLOAT32) {
    @Override
    Object take(ByteBuffer column, int count) {
      float[] values = new float[count];
      column.asFloatBuffer().get(values);
      return values;
    }
  },
  DOUBLES(ColumnType.FLOAT64) {
    @Override
    Object take(ByteBuffer column, int count) {
      double[] values = new double[count];
      column.asDoubleBuffer().get(values);
      return values;
    }
  },
  LONGS(ColumnType.INT64) {
    @Override
    Object take(ByteBuffer column, int count) {
      long[] values = new long[count];
      column.asLongBuffer().get(values);
      return values;
    }
  };

  private final ColumnType type;

  Numbers(ColumnType type) {
    this.type = type;
  }

  /** Those of a type; empty if it is none of numbers. */
  static Optional<Numbers> of(String id) {
    return Arrays.stream(values()).filter(numbers -> numbers.type.id().equals(id)).findFirst();
  }

  /**
   * The next values of a column, as an array.
   *
   * @throws IllegalArgumentException if there are not as many
   */
  Object next(ByteBuffer column, int count) {
    long bytes = (long) count * type.bytes();
    if (bytes > column.remaining()) {
      throw new IllegalArgumentException(count + " values of " + column.remaining() + " bytes");
    }
    Object values = take(column, count);
    column.position(column.position() + (int) bytes);
    return values;
  }

  abstract Object take(ByteBuffer column, int count);
}
