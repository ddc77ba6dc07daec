package io.entroscope.report.internal.view;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;

/**
 * Rows of numbers as text for the page, in base64: little-endian floats after {@code f:} (NaN
 * stands for "not there"), whole numbers from 0 on in as few bytes as each needs after {@code v:}.
 */
public final class Packed {
  private Packed() {}

  public static String floats(float[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return "f:" + Base64.getEncoder().encodeToString(bytes.array());
  }

  public static String floats(double[] values) {
    float[] narrow = new float[values.length];
    for (int i = 0; i < narrow.length; i++) {
      narrow[i] = (float) values[i];
    }
    return floats(narrow);
  }

  /** How many characters {@link #floats(float[])} gives for so many values. */
  public static long lengthOfFloats(long values) {
    return 2 + 4 * ((values * 4 + 2) / 3);
  }

  /**
   * Whole numbers being packed: seven bits a byte, the lowest first, the top bit meaning "more".
   */
  public static final class Counts {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Counts add(long value) {
      if (value < 0) {
        throw new IllegalArgumentException("a count below zero: " + value);
      }
      long left = value;
      while (left > 0x7F) {
        bytes.write((int) (left & 0x7F) | 0x80);
        left >>>= 7;
      }
      bytes.write((int) left);
      return this;
    }

    String text() {
      return "v:" + Base64.getEncoder().encodeToString(bytes.toByteArray());
    }
  }
}
