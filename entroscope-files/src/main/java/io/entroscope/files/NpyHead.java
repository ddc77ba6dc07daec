package io.entroscope.files;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/** What stands before the values of an array in NumPy's files of version 1.0. */
public final class NpyHead {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int PREFIX = 10;
  private static final int ALIGNMENT = 64;

  private NpyHead() {}

  /**
   * Magic, version, and a header that ends in a line break where the values are aligned.
   *
   * @param type as NumPy writes it, for example {@code <f4}
   */
  public static byte[] of(String type, long... shape) {
    String axes =
        Arrays.stream(shape).mapToObj(axis -> axis + ",").collect(Collectors.joining(" "));
    String header = "{'descr': '" + type + "', 'fortran_order': False, 'shape': (" + axes + "), }";
    int length = (PREFIX + header.length() + ALIGNMENT) / ALIGNMENT * ALIGNMENT - PREFIX;
    ByteBuffer head = ByteBuffer.allocate(PREFIX + length).order(ByteOrder.LITTLE_ENDIAN);
    head.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) length);
    head.put(header.getBytes(StandardCharsets.US_ASCII));
    while (head.remaining() > 1) {
      head.put((byte) ' ');
    }
    return head.put((byte) '\n').array();
  }
}
