package io.entroscope.data.format.array;

import io.entroscope.data.DataException;
import io.entroscope.data.format.internal.ChannelReads;
import io.entroscope.files.Reasons;
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
 * header that is a Python dictionary, and the values, the last axis varying fastest or, in Fortran
 * order, the first. (NumPy Enhancement Proposal 1.)
 *
 * @param channel of the file, open
 * @param shown what messages call it
 * @param name its own, without {@code .npy}
 * @param type of its values, as they are stored
 * @param row the shape of one example, without the first axis
 * @param fortran whether the first axis varies fastest
 * @param examples the length of its first axis
 * @param start the first byte of its values in the file
 */
public record NpyFile(
    FileChannel channel,
    String shown,
    String name,
    NpyType type,
    List<Integer> row,
    boolean fortran,
    int examples,
    long start) {
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
   * @throws DataException if it is no whole array of numbers or text
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
      throw new DataException("cannot read " + shown + ": " + Reasons.ofReading(e), e);
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
    NpyType type = says.type();
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
      if (bytes == 0) {
        throw new DataException(
            shown + ", " + ArrayInfo.form(type.id(), row) + ", holds no values; write it again");
      }
      // Must be countable too.
      int rowBytes = row.stream().reduce(type.width(), Math::multiplyExact);
      boolean fortran = says.isFortranOrder() && !row.isEmpty();
      int examples = Math.toIntExact(bytes / rowBytes);
      return new NpyFile(channel, shown, name, type, row, fortran, examples, start);
    } catch (ArithmeticException e) {
      throw new DataException(
          shown
              + " is of shape "
              + Arrays.toString(shape)
              + ", which is more than can be read; divide it",
          e);
    }
  }

  /** Whether it holds text. */
  boolean isText() {
    return type.number().isEmpty();
  }

  /**
   * What it is for a model.
   *
   * @throws DataException if it holds text
   */
  ArrayInfo info() {
    return new ArrayInfo(
        name,
        type.number()
            .orElseThrow(
                () -> new DataException(shown + " holds text, which goes into no model; leave it")),
        row);
  }

  /** For a person: {@code int64 [N, 64]}. */
  String form() {
    return ArrayInfo.form(type.id(), row);
  }

  private int elements() {
    return row.stream().reduce(1, Math::multiplyExact);
  }

  /**
   * Reads as many examples as fit what remains of a buffer, from one on: the last axis varying
   * fastest, the lowest byte of numbers first.
   *
   * @throws DataException if the file cannot be read
   */
  void read(int example, ByteBuffer into) {
    int from = into.position();
    try {
      if (fortran) {
        readColumns(example, into);
      } else {
        long rowBytes = (long) elements() * type.width();
        ChannelReads.fully(channel, start + example * rowBytes, into);
      }
    } catch (EOFException e) {
      throw new DataException(shown + " became shorter while it was read; write it again", e);
    } catch (IOException e) {
      throw new DataException("cannot read " + shown + ": " + Reasons.ofReading(e), e);
    }
    if (type.bigEndian() && !isText()) {
      reverse(into, from);
    }
  }

  /** One value of each example lies beside the same value of the next. */
  private void readColumns(int example, ByteBuffer into) throws IOException {
    int width = type.width();
    int cells = elements();
    int rowBytes = cells * width;
    int count = into.remaining() / rowBytes;
    int first = into.position();
    ByteBuffer column = ByteBuffer.allocate(count * width);
    for (int cell = 0; cell < cells; cell++) {
      long values = (long) fortranPlace(cell) * examples + example;
      ChannelReads.fully(channel, start + values * width, column.clear());
      for (int i = 0; i < count; i++) {
        into.put(first + i * rowBytes + cell * width, column.array(), i * width, width);
      }
    }
    into.position(into.limit());
  }

  /** The place, where the first axis varies fastest, of what is at a place where the last does. */
  private int fortranPlace(int cell) {
    int rest = cell;
    int place = 0;
    int stride = elements();
    for (int axis = row.size() - 1; axis >= 0; axis--) {
      stride /= row.get(axis);
      place += rest % row.get(axis) * stride;
      rest /= row.get(axis);
    }
    return place;
  }

  private void reverse(ByteBuffer bytes, int from) {
    int width = type.width();
    for (int value = from; value < bytes.position(); value += width) {
      for (int low = value, high = value + width - 1; low < high; low++, high--) {
        byte kept = bytes.get(low);
        bytes.put(low, bytes.get(high)).put(high, kept);
      }
    }
  }
}
