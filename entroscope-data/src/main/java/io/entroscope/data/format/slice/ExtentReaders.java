package io.entroscope.data.format.slice;

import io.entroscope.data.Extent;
import io.entroscope.data.format.idx.IdxFile;
import io.entroscope.data.format.internal.ChannelReads;
import io.entroscope.data.format.internal.ImageFiles;
import io.entroscope.data.image.internal.CorruptImageException;
import io.entroscope.data.image.internal.RecordBatch;
import io.entroscope.data.image.internal.RecordReader;
import io.entroscope.files.Inputs;
import io.entroscope.files.Reasons;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Readers of images of which it is known where their bytes lie. What cannot be read, though it was
 * there when the dataset was opened, is no corrupt image, but a failure ({@link
 * UncheckedIOException}) that another attempt, or another machine, may not have.
 */
final class ExtentReaders {
  private ExtentReaders() {}

  private static Path path(Extent extent) {
    return extent.folder().resolve(extent.file());
  }

  private static UncheckedIOException failure(Path path, IOException e) {
    return new UncheckedIOException("cannot read " + path + ": " + Reasons.ofReading(e), e);
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
      try {
        if (extent.length() == Extent.WHOLE) {
          try (FileChannel channel = Inputs.channel(path)) {
            append(channel, 0, ImageFiles.checkLength(channel.size()), into);
          }
        } else {
          append(
              channels.computeIfAbsent(path, this::open), extent.offset(), extent.length(), into);
        }
      } catch (IOException e) {
        throw failure(path, e);
      }
    }

    private static void append(FileChannel channel, long offset, int length, RecordBatch into)
        throws IOException {
      int start = into.add(length);
      ChannelReads.fully(channel, offset, ByteBuffer.wrap(into.bytes(), start, length));
    }

    private FileChannel open(Path path) {
      try {
        return Inputs.channel(path);
      } catch (IOException e) {
        throw failure(path, e);
      }
    }

    @Override
    public void close() {
      for (var channel : channels.entrySet()) {
        try {
          channel.getValue().close();
        } catch (IOException e) {
          throw failure(channel.getKey(), e);
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
      } catch (ZipException e) {
        throw IdxFile.broken(path, e);
      } catch (IOException e) {
        throw failure(path, e);
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
        throw new UncheckedIOException("cannot close a file of images", e);
      }
    }
  }
}
