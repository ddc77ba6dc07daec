package io.entroscope.data.format.array;

import io.entroscope.data.format.array.ArrayInfo.NumberType;
import java.nio.ByteBuffer;

/** Reads single numbers of any type; buffers are in the lowest byte's order first. */
final class NumberReads {
  private static final int HALF_FRACTION = 10;
  private static final int HALF_EXPONENT = 0x1F;
  private static final int HALF_BIAS = 15;

  private NumberReads() {}

  /** The next number, exact but for integers beyond 2⁵³. */
  static double real(ByteBuffer from, NumberType type) {
    return switch (type) {
      case FLOAT64 -> from.getDouble();
      case FLOAT32 -> from.getFloat();
      case FLOAT16 -> half(from.getShort());
      case UINT64 -> {
        long bits = from.getLong();
        yield (bits >>> 1) * 2.0 + (bits & 1);
      }
      default -> whole(from, type);
    };
  }

  /** The next whole number; those of uint64 beyond 2⁶³ are negative. */
  static long whole(ByteBuffer from, NumberType type) {
    return switch (type) {
      case INT64, UINT64 -> from.getLong();
      case INT32 -> from.getInt();
      case UINT32 -> Integer.toUnsignedLong(from.getInt());
      case INT16 -> from.getShort();
      case UINT16 -> Short.toUnsignedLong(from.getShort());
      case INT8 -> from.get();
      case UINT8 -> Byte.toUnsignedLong(from.get());
      case BOOL -> from.get() == 0 ? 0 : 1;
      default -> throw new IllegalArgumentException(type + " is not whole");
    };
  }

  /** IEEE 754's binary16. */
  private static double half(short bits) {
    int fraction = bits & ((1 << HALF_FRACTION) - 1);
    int exponent = bits >> HALF_FRACTION & HALF_EXPONENT;
    double size;
    if (exponent == HALF_EXPONENT) {
      size = fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
    } else if (exponent == 0) {
      size = Math.scalb((double) fraction, 1 - HALF_BIAS - HALF_FRACTION);
    } else {
      size =
          Math.scalb(
              (double) (fraction | 1 << HALF_FRACTION), exponent - HALF_BIAS - HALF_FRACTION);
    }
    return bits < 0 ? -size : size;
  }
}
