package io.entroscope.spark.hadoop;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.hadoop.fs.FSDataInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file at given positions, and ahead where somebody reads on from where a read ended: every
 * read of a remote file is a request of its own, and a dataset's records are small. Any threads may
 * read, each somewhere else.
 */
final class ReadAhead {
  private static final int AHEAD = 1 << 20;

  /** So many places may be read on from at once; each holds {@link #AHEAD} bytes. */
  private static final int PLACES = 8;

  private final FSDataInputStream in;
  private final long size;
  private final List<Window> windows = new ArrayList<>();
  private final Deque<Long> ends = new ArrayDeque<>();

  /**
   * Bytes that are at hand.
   *
   * @param from where they lie in the file
   */
  private record Window(long from, byte[] bytes) {
    boolean contains(long position) {
      return position >= from && position < from + bytes.length;
    }
  }

  ReadAhead(FSDataInputStream in, long size) {
    this.in = in;
    this.size = size;
  }

  /**
   * Reads some bytes, perhaps fewer than wanted, but at least one.
   *
   * @param from a position in the file
   * @param wanted at least 1, and not beyond the file's end
   */
  int read(long from, byte[] into, int start, int wanted) throws IOException {
    Window window = wanted < AHEAD ? window(from) : null;
    if (window == null) {
      int read = in.read(from, into, start, wanted);
      remember(from + Math.max(0, read));
      return read;
    }
    int at = (int) (from - window.from());
    int count = Math.min(wanted, window.bytes().length - at);
    System.arraycopy(window.bytes(), at, into, start, count);
    return count;
  }

  /** The window that a position is in, read now if it goes on from somewhere; null otherwise. */
  private @Nullable Window window(long position) throws IOException {
    synchronized (this) {
      for (Window window : windows) {
        if (window.contains(position)) {
          return window;
        }
      }
      if (!ends.remove(position)) {
        return null;
      }
    }
    Window window = new Window(position, new byte[(int) Math.min(AHEAD, size - position)]);
    in.readFully(position, window.bytes());
    synchronized (this) {
      if (windows.size() == PLACES) {
        windows.remove(0);
      }
      windows.add(window);
      remember(position + window.bytes().length);
    }
    return window;
  }

  private synchronized void remember(long end) {
    if (ends.size() == PLACES) {
      ends.removeFirst();
    }
    ends.addLast(end);
  }
}
