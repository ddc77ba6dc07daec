package io.entroscope.onnx;

/** The two 16-bit floating-point formats: IEEE 754 binary16 and bfloat16. */
final class HalfFloats {
  private static final double HALF_MIN_NORMAL = 0x1p-14;
  private static final double HALF_OVERFLOW = 65520;

  private HalfFloats() {}

  static float fromHalf(short bits) {
    int exponent = (bits >> 10) & 0x1f;
    int fraction = bits & 0x3ff;
    float magnitude;
    if (exponent == 0) {
      magnitude = fraction * 0x1p-24f;
    } else if (exponent == 0x1f) {
      magnitude = fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
    } else {
      magnitude = Float.intBitsToFloat(((exponent + 112) << 23) | (fraction << 13));
    }
    return bits < 0 ? -magnitude : magnitude;
  }

  /** The nearest binary16 value, ties to even; beyond its range infinity. */
  static short toHalf(double value) {
    int sign = Double.doubleToRawLongBits(value) < 0 ? 0x8000 : 0;
    double magnitude = Math.abs(value);
    int bits;
    if (Double.isNaN(value)) {
      bits = 0x7e00;
    } else if (magnitude >= HALF_OVERFLOW) {
      bits = 0x7c00;
    } else if (magnitude < HALF_MIN_NORMAL) {
      bits = (int) Math.rint(magnitude * 0x1p24);
    } else {
      int exponent = Math.getExponent(magnitude);
      // A fraction that rounds up to 2 carries into the exponent, which is what it should do.
      bits = ((exponent + 14) << 10) + (int) Math.rint(Math.scalb(magnitude, 10 - exponent));
    }
    return (short) (sign | bits);
  }

  static float fromBrain(short bits) {
    return Float.intBitsToFloat(bits << 16);
  }

  /** The bfloat16 value nearest to the float32 value, ties to even. */
  static short toBrain(double value) {
    float single = (float) value;
    if (Float.isNaN(single)) {
      return 0x7fc0;
    }
    int bits = Float.floatToRawIntBits(single);
    return (short) ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16);
  }
}
