package io.entroscope.data.format.array;

import io.entroscope.data.DataException;
import io.entroscope.data.format.array.ArrayInfo.NumberType;
import io.entroscope.data.format.internal.DataFile;
import io.entroscope.files.NpyHead;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;

/** Writes arrays as NumPy's save does, in version 1 of its format. */
public final class NpyWriter {

  private NpyWriter() {}

  /**
   * Writes float32 values, whole or not at all.
   *
   * @param shape of the array; the values are in C order
   * @throws DataException if the file cannot be written
   */
  public static void floats(Path file, int[] shape, float... values) {
    byte[] bytes = bytes(shape, values.length, Float.BYTES);
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(values);
    write(file, NumberType.FLOAT32, shape, bytes);
  }

  /**
   * Writes int64 values, whole or not at all.
   *
   * @param shape of the array; the values are in C order
   * @throws DataException if the file cannot be written
   */
  public static void longs(Path file, int[] shape, long... values) {
    byte[] bytes = bytes(shape, values.length, Long.BYTES);
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().put(values);
    write(file, NumberType.INT64, shape, bytes);
  }

  /**
   * Writes labels {@code [N]} as int64, whole or not at all.
   *
   * @throws DataException if the file cannot be written
   */
  public static void longs(Path file, int... values) {
    longs(file, new int[] {values.length}, Arrays.stream(values).asLongStream().toArray());
  }

  /**
   * Writes uint8 values, whole or not at all.
   *
   * @param shape of the array; the values are in C order
   * @throws DataException if the file cannot be written
   */
  public static void bytes(Path file, int[] shape, byte... values) {
    byte[] copy = bytes(shape, values.length, 1);
    System.arraycopy(values, 0, copy, 0, values.length);
    write(file, NumberType.UINT8, shape, copy);
  }

  private static byte[] bytes(int[] shape, int count, int width) {
    if (Arrays.stream(shape).reduce(1, Math::multiplyExact) != count) {
      throw new IllegalArgumentException(count + " values of shape " + Arrays.toString(shape));
    }
    return new byte[Math.multiplyExact(count, width)];
  }

  private static void write(Path file, NumberType type, int[] shape, byte[] values) {
    DataFile.write(
        file,
        out -> {
          out.write(NpyHead.of(type.littleEndian(), Arrays.stream(shape).asLongStream().toArray()));
          out.write(values);
        });
  }
}
