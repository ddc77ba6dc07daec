package io.entroscope.data.image.internal;

import io.entroscope.data.DataException;
import io.entroscope.setting.Setting;
import java.util.Arrays;

/**
 * The stored bytes of some images, one after the other in one array that grows and is used again.
 */
public final class RecordBatch {
  /** The longest array that Java makes. */
  private static final int LARGEST = Integer.MAX_VALUE - 8;

  private byte[] bytes = new byte[4096];
  private int[] ends = new int[16];
  private int count;

  public void clear() {
    count = 0;
  }

  /** Makes room for one more record and returns where in {@link #bytes} it starts. */
  public int add(int length) {
    int start = count == 0 ? 0 : ends[count - 1];
    if (length > LARGEST - start) {
      throw new DataException(
          "the "
              + (count + 1)
              + " images that are read at once take more than 2 GiB; read fewer, with a smaller "
              + Setting.BATCH);
    }
    int end = start + length;
    if (end > bytes.length) {
      bytes = Arrays.copyOf(bytes, (int) Math.min(LARGEST, Math.max(end, 2L * end - start)));
    }
    if (count == ends.length) {
      ends = Arrays.copyOf(ends, 2 * count);
    }
    ends[count++] = end;
    return start;
  }

  int count() {
    return count;
  }

  /** The array, which {@link #add} may replace. */
  public byte[] bytes() {
    return bytes;
  }

  int start(int record) {
    return record == 0 ? 0 : ends[record - 1];
  }

  int length(int record) {
    return ends[record] - start(record);
  }
}
