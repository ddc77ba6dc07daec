package io.entroscope.report;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;

/**
 * Rows of numbers as text for the page: little-endian floats in base64 after {@code f:}, doubles
 * after {@code d:}. NaN stands for "not there".
 */
final class Packed {
  private Packed() {}

  static String floats(float[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return "f:" + Base64.getEncoder().encodeToString(bytes.array());
  }

  static String doubles(double[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * 8).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asDoubleBuffer().put(values);
    return "d:" + Base64.getEncoder().encodeToString(bytes.array());
  }
}
