package io.entroscope.data.format.array;

import io.entroscope.data.DataException;
import io.entroscope.data.format.array.ArrayInfo.NumberType;
import io.entroscope.data.format.internal.ChannelReads;
import io.entroscope.setting.Limit;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * An array in NumPy's format, in a file by itself or within another: the magic string, a version, a
 * header that is a Python dictionary, and the values in C order. (NumPy Enhancement Proposal 1.)
 *
 * @param channel of the file, open
 * @param shown what messages call it
 * @param info its name, and what one example is
 * @param examples the length of its first axis
 * @param start the first byte of its values in the file
 */
public record NpyFile(FileChannel channel, String shown, ArrayInfo info, int examples, long start) {
  static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

  /** Whether bytes are the start of an array. */
  public static boolean isStart(byte[] head) {
    return head.length >= MAGIC.length
        && Arrays.equals(head, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
  }

  /**
   * Reads the header of an array.
   *
   * @param from its first byte in the file
   * @param length its bytes
   * @throws DataException if it is no whole array of numbers in C order
   */
  static NpyFile read(FileChannel channel, long from, long length, String name, String shown) {
    try {
      byte[] start = bytes(channel, from, MAGIC.length + 2);
      if (!isStart(start)) {
        throw new DataException(shown + " is no NumPy array; write it with np.save");
      }
      int version = start[MAGIC.length];
      if (version < 1 || version > 3) {
        throw new DataException(
            shown + " is in version " + version + " of NumPy's format; write it with np.save");
      }
      int sizeBytes = version == 1 ? Short.BYTES : Integer.BYTES;
      byte[] size = Arrays.copyOf(bytes(channel, from + start.length, sizeBytes), Integer.BYTES);
      int headerBytes = ByteBuffer.wrap(size).order(ByteOrder.LITTLE_ENDIAN).getInt();
      if (headerBytes < 0 || Limit.HEADER.isExceededBy(headerBytes)) {
        throw new DataException(
            shown
                + " is damaged: its header is of "
                + Integer.toUnsignedLong(headerBytes)
                + " bytes, "
                + Limit.HEADER.hint());
      }
      long header = from + start.length + sizeBytes;
      String text = new String(bytes(channel, header, headerBytes), StandardCharsets.UTF_8);
      long values = header + headerBytes;
      return of(channel, text, name, shown, values, Math.max(0, from + length - values));
    } catch (EOFException e) {
      throw new DataException(
          shown + " is cut off: its header is not whole; write or copy it again", e);
    } catch (IOException e) {
      throw new DataException("cannot read " + shown + ": " + e.getMessage(), e);
    }
  }

  private static byte[] bytes(FileChannel channel, long at, int count) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(count);
    ChannelReads.fully(channel, at, bytes);
    return bytes.array();
  }

  private static NpyFile of(
      FileChannel channel, String header, String name, String shown, long start, long present) {
    NpyHeader says = new NpyHeader(header, shown);
    NumberType type = says.type();
    if (says.isFortranOrder()) {
      throw new DataException(
          shown + " is in Fortran order; save np.ascontiguousarray(...) of it instead");
    }
    long[] shape = says.shape();
    if (shape.length == 0) {
      throw new DataException(
          shown + " holds a single number; its first axis must be that of the examples");
    }
    try {
      long bytes = type.width();
      for (long axis : shape) {
        bytes = Math.multiplyExact(bytes, axis);
      }
      if (present != bytes) {
        throw new DataException(
            shown
                + (present < bytes ? " is cut off: it has " : " is too long: it has ")
                + present
                + " of "
                + bytes
                + " bytes of values; write or copy it again");
      }
      List<Integer> row = Arrays.stream(shape).skip(1).mapToObj(Math::toIntExact).toList();
      ArrayInfo info = new ArrayInfo(name, type, row);
      if (bytes == 0) {
        throw new DataException(shown + ", " + info.form() + ", holds no values; write it again");
      }
      // Must be countable too.
      int rowBytes = info.rowBytes();
      return new NpyFile(channel, shown, info, Math.toIntExact(bytes / rowBytes), start);
    } catch (ArithmeticException e) {
      throw new DataException(
          shown
              + " is of shape "
              + Arrays.toString(shape)
              + ", which is more than can be read; divide it",
          e);
    }
  }

  /**
   * Reads as many examples as fit what remains of a buffer, from one on.
   *
   * @throws DataException if the file cannot be read
   */
  void read(int example, ByteBuffer into) {
    try {
      ChannelReads.fully(channel, start + (long) example * info.rowBytes(), into);
    } catch (EOFException e) {
      throw new DataException(shown + " became shorter while it was read; write it again", e);
    } catch (IOException e) {
      throw new DataException("cannot read " + shown + ": " + e.getMessage(), e);
    }
  }
}
