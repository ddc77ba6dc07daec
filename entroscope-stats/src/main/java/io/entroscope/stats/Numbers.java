package io.entroscope.stats;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Numbers of states in bytes: counts in as few as they need, fractions bit for bit. */
final class Numbers {
  private static final int MORE = 0x80;
  private static final int MOST_SHIFT = 63;

  private Numbers() {}

  /** Writes a number that is not negative, seven bits to the byte, the lowest first. */
  static void write(DataOutput out, long count) throws IOException {
    long rest = count;
    while ((rest & -MORE) != 0) {
      out.writeByte((int) (rest & (MORE - 1)) | MORE);
      rest >>>= 7;
    }
    out.writeByte((int) rest);
  }

  static long read(DataInput in) throws IOException {
    long value = 0;
    for (int shift = 0; shift < MOST_SHIFT; shift += 7) {
      int next = in.readUnsignedByte();
      value |= (long) (next & (MORE - 1)) << shift;
      if (next < MORE) {
        return value;
      }
    }
    throw new IOException("a count is too large");
  }

  /** Reads a fraction; no state that was written holds one that is not finite. */
  static double readFinite(DataInput in) throws IOException {
    double value = in.readDouble();
    if (!Double.isFinite(value)) {
      throw new IOException("a number in it is " + value + "; write it again");
    }
    return value;
  }

  /** Writes counts of a length that the reader knows, or that there are none. */
  static void writeRow(DataOutput out, long @Nullable [] counts) throws IOException {
    out.writeBoolean(counts != null);
    if (counts != null) {
      for (long count : counts) {
        write(out, count);
      }
    }
  }

  static long @Nullable [] readRow(DataInput in, int length) throws IOException {
    if (!in.readBoolean()) {
      return null;
    }
    long[] counts = new long[length];
    for (int i = 0; i < length; i++) {
      counts[i] = read(in);
    }
    return counts;
  }
}
