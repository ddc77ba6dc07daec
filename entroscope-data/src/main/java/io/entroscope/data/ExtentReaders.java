package io.entroscope.data;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Readers of images of which it is known where their bytes lie. */
final class ExtentReaders {
  private ExtentReaders() {}

  private static Path path(Extent extent) {
    return extent.folder().resolve(extent.file());
  }

  /** From files that are not packed. */
  static final class Anywhere implements RecordReader {
    private final IntFunction<Extent> extents;
    private final Map<Path, FileChannel> channels = new ConcurrentHashMap<>();

    Anywhere(IntFunction<Extent> extents) {
      this.extents = extents;
    }

    @Override
    public boolean concurrent() {
      return true;
    }

    @Override
    public void read(int position, RecordBatch into) throws CorruptImageException {
      Extent extent = extents.apply(position);
      Path path = path(extent);
      if (extent.length() == Extent.WHOLE) {
        DirectoryStore.read(path, into);
        return;
      }
      int start = into.add(extent.length());
      ByteBuffer target = ByteBuffer.wrap(into.bytes(), start, extent.length());
      try {
        ChannelReads.fully(channels.computeIfAbsent(path, this::open), extent.offset(), target);
      } catch (IOException e) {
        throw IdxFile.broken(path, e);
      }
    }

    private FileChannel open(Path path) {
      try {
        return FileChannel.open(path, StandardOpenOption.READ);
      } catch (IOException e) {
        throw IdxFile.broken(path, e);
      }
    }

    @Override
    public void close() {
      for (var channel : channels.entrySet()) {
        try {
          channel.getValue().close();
        } catch (IOException e) {
          throw IdxFile.broken(channel.getKey(), e);
        }
      }
    }
  }

  /** From a packed file, which can only be read forward; from its start if need be. */
  static final class Forward implements RecordReader {
    private final IntFunction<Extent> extents;
    private @Nullable InputStream in;
    private @Nullable Path file;
    private long next;

    Forward(IntFunction<Extent> extents) {
      this.extents = extents;
    }

    @Override
    public boolean concurrent() {
      return false;
    }

    @Override
    public void read(int position, RecordBatch into) {
      Extent extent = extents.apply(position);
      Path path = path(extent);
      try {
        InputStream from = at(path, extent.offset());
        int start = into.add(extent.length());
        if (from.readNBytes(into.bytes(), start, extent.length()) < extent.length()) {
          throw new EOFException();
        }
        next = extent.offset() + extent.length();
      } catch (IOException e) {
        throw IdxFile.broken(path, e);
      }
    }

    private InputStream at(Path path, long offset) throws IOException {
      InputStream current = in;
      if (current == null || !path.equals(file) || offset < next) {
        close();
        current = IdxFile.open(path);
        in = current;
        file = path;
        next = 0;
      }
      current.skipNBytes(offset - next);
      return current;
    }

    @Override
    public void close() {
      try {
        if (in != null) {
          in.close();
          in = null;
        }
      } catch (IOException e) {
        throw new DataException("cannot close a file of images: " + e.getMessage(), e);
      }
    }
  }
}
