package io.entroscope.data.format.array;

import io.entroscope.data.DataException;
import io.entroscope.data.format.array.ArrayInfo.NumberType;
import io.entroscope.data.format.internal.ChannelReads;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
  private static final int LONGEST_HEADER = 1 << 20;
  private static final Pattern DESCR = Pattern.compile("'descr':\\s*'([^']*)'");
  private static final Pattern ORDER = Pattern.compile("'fortran_order':\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape':\\s*\\(([^)]*)\\)");

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
      if (headerBytes < 0 || headerBytes > LONGEST_HEADER) {
        throw new DataException(shown + " is damaged: its header is too long; write it again");
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
    NumberType type = type(header, shown);
    if (find(ORDER, header, shown).equals("True")) {
      throw new DataException(
          shown + " is in Fortran order; save np.ascontiguousarray(...) of it instead");
    }
    long[] shape = shape(header, shown);
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

  private static NumberType type(String header, String shown) {
    Matcher descr = DESCR.matcher(header);
    if (!descr.find()) {
      throw new DataException(shown + " holds no plain numbers; save one array for each field");
    }
    String code = descr.group(1);
    Optional<NumberType> type =
        Arrays.stream(NumberType.values()).filter(t -> t.code().equals(code)).findAny();
    if (type.isPresent()) {
      return type.get();
    }
    if (code.contains("O")) {
      throw new DataException(
          shown
              + " holds Python objects (dtype object), which are not read; save an array of"
              + " numbers, with rows of one length");
    }
    if (code.startsWith(">")) {
      throw new DataException(
          shown + " is big endian; convert it with .astype('<" + code.substring(1) + "')");
    }
    throw new DataException(
        shown
            + " holds values of type '"
            + code
            + "'; convert it with .astype to float32, float64, int64, int32, uint8 or bool");
  }

  private static long[] shape(String header, String shown) {
    String axes = find(SHAPE, header, shown);
    try {
      return Pattern.compile(",")
          .splitAsStream(axes)
          .map(axis -> axis.strip().replaceFirst("L$", ""))
          .filter(axis -> !axis.isEmpty())
          .mapToLong(NpyFile::axis)
          .toArray();
    } catch (NumberFormatException e) {
      throw new DataException(
          shown + " is damaged: its shape is (" + axes + "); write it again", e);
    }
  }

  private static long axis(String text) {
    long axis = Long.parseLong(text);
    if (axis < 0) {
      throw new NumberFormatException("a negative axis");
    }
    return axis;
  }

  private static String find(Pattern field, String header, String shown) {
    Matcher found = field.matcher(header);
    if (!found.find()) {
      throw new DataException(shown + " is damaged: its header lacks a field; write it again");
    }
    return found.group(1);
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
