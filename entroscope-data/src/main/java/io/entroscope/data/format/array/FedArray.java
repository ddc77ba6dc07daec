package io.entroscope.data.format.array;

import io.entroscope.data.DataException;
import io.entroscope.data.format.array.ArrayInfo.NumberType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * An array as a model's input takes it: as it is, or with its numbers converted to another type.
 *
 * @param array as it is stored
 * @param type of the numbers that are given: float32, float64, int64, int32, uint8 or bool
 * @param scale what stored numbers are multiplied by, 1 unless others become floats
 */
public record FedArray(ArrayInfo array, NumberType type, double scale) {

  /** An array as it is. */
  public static FedArray asIs(ArrayInfo array) {
    return new FedArray(array, array.type(), 1);
  }

  /** The array's name. */
  public String name() {
    return array.name();
  }

  /** The bytes of one example as it is given. */
  public int rowBytes() {
    return Math.multiplyExact(array.elements(), type.width());
  }

  /** Whether stored bytes are given as they are. */
  public boolean isAsStored() {
    return array.type() == type && scale == 1;
  }

  /** Whether every number is given exactly as it is stored. */
  public boolean isExact() {
    NumberType from = array.type();
    boolean intoFloats =
        from == NumberType.FLOAT16
            || (!from.isFloating() && from.width() <= Short.BYTES)
            || (from == NumberType.FLOAT32 && type == NumberType.FLOAT64);
    return scale == 1 && (from == type || !type.isFloating() || intoFloats);
  }

  /**
   * Gives the numbers of some examples as they are wanted.
   *
   * @param stored from its position to its limit, the lowest byte first
   * @param first the example that they begin with, for messages
   * @param into filled from its position to its limit in native byte order
   * @throws DataException if a number is none of the type's
   */
  public void give(ByteBuffer stored, int first, ByteBuffer into) {
    convert(stored, first, into.duplicate().order(ByteOrder.nativeOrder()));
    into.position(into.limit());
  }

  private void convert(ByteBuffer stored, int first, ByteBuffer into) {
    int done = 0;
    while (stored.hasRemaining()) {
      int example = first + done / array.elements();
      if (type.isFloating()) {
        double value = NumberReads.real(stored, array.type()) * scale;
        if (type == NumberType.FLOAT32) {
          into.putFloat((float) value);
        } else {
          into.putDouble(value);
        }
      } else {
        putWhole(whole(stored, example), example, into);
      }
      done++;
    }
  }

  private long whole(ByteBuffer stored, int example) {
    if (!array.type().isFloating()) {
      long value = NumberReads.whole(stored, array.type());
      if (array.type() == NumberType.UINT64 && value < 0) {
        throw unfit(Long.toUnsignedString(value), example);
      }
      return value;
    }
    double value = NumberReads.real(stored, array.type());
    if (value != Math.rint(value) || Math.abs(value) >= 0x1p62) {
      throw unfit(Double.toString(value), example);
    }
    return (long) value;
  }

  private void putWhole(long value, int example, ByteBuffer into) {
    boolean fits =
        switch (type) {
          case INT64 -> true;
          case INT32 -> value == (int) value;
          case UINT8 -> value == (value & 0xFF);
          case BOOL -> value == 0 || value == 1;
          default -> throw new IllegalArgumentException("numbers are not given as " + type);
        };
    if (!fits) {
      throw unfit(Long.toString(value), example);
    }
    switch (type) {
      case INT64 -> into.putLong(value);
      case INT32 -> into.putInt((int) value);
      default -> into.put((byte) value);
    }
  }

  private DataException unfit(String value, int example) {
    return new DataException(
        "the array '"
            + array.name()
            + "', "
            + array.form()
            + ", holds "
            + value
            + " at example "
            + example
            + ", which the model's "
            + type.id()
            + " cannot hold; save other values, or give another array");
  }

  /** Memory for some stored examples. */
  ByteBuffer stored(int examples) {
    return ByteBuffer.allocate(Math.multiplyExact(examples, array.rowBytes()))
        .order(ByteOrder.LITTLE_ENDIAN);
  }
}
