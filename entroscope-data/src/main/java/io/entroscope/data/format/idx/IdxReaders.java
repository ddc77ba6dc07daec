package io.entroscope.data.format.idx;

import io.entroscope.data.format.internal.ChannelReads;
import io.entroscope.data.image.internal.RecordBatch;
import io.entroscope.data.image.internal.RecordReader;
import io.entroscope.files.Inputs;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/** Readers of the images in an IDX file: anywhere in a plain one, forward in a gzipped one. */
final class IdxReaders {
  private IdxReaders() {}

  static RecordReader of(IdxFile file) {
    return file.gzip() ? new Forward(file) : new Anywhere(file);
  }

  private static final class Anywhere implements RecordReader {
    private final IdxFile file;
    private final FileChannel channel;
    private final int recordBytes;

    Anywhere(IdxFile file) {
      this.file = file;
      this.recordBytes = file.recordBytes();
      try {
        this.channel = Inputs.channel(file.path());
      } catch (IOException e) {
        throw IdxFile.broken(file.path(), e);
      }
    }

    @Override
    public boolean concurrent() {
      return true;
    }

    @Override
    public void read(int position, RecordBatch into) {
      int start = into.add(recordBytes);
      ByteBuffer target = ByteBuffer.wrap(into.bytes(), start, recordBytes);
      long at = file.headerBytes() + (long) position * recordBytes;
      try {
        ChannelReads.fully(channel, at, target);
      } catch (IOException e) {
        throw IdxFile.broken(file.path(), e);
      }
    }

    @Override
    public void close() {
      try {
        channel.close();
      } catch (IOException e) {
        throw IdxFile.broken(file.path(), e);
      }
    }
  }

  /** Goes back to the start of the file if an earlier image is asked for. */
  private static final class Forward implements RecordReader {
    private final IdxFile file;
    private final int recordBytes;
    private @Nullable InputStream in;
    private int next;

    Forward(IdxFile file) {
      this.file = file;
      this.recordBytes = file.recordBytes();
    }

    @Override
    public boolean concurrent() {
      return false;
    }

    @Override
    public void read(int position, RecordBatch into) {
      try {
        InputStream from = at(position);
        int start = into.add(recordBytes);
        if (from.readNBytes(into.bytes(), start, recordBytes) < recordBytes) {
          throw new EOFException();
        }
        next = position + 1;
        if (next == file.records() && from.read() >= 0) {
          // Reading past the last image made zlib compare the checksum.
          throw new IOException("data behind the last image");
        }
      } catch (EOFException e) {
        throw IdxFile.truncated(
            file.path(), "it ends before image " + position + " of " + file.records());
      } catch (IOException e) {
        throw IdxFile.broken(file.path(), e);
      }
    }

    private InputStream at(int position) throws IOException {
      InputStream current = in;
      if (current == null || position < next) {
        close();
        current = IdxFile.open(file.path());
        in = current;
        current.skipNBytes(file.headerBytes());
        next = 0;
      }
      current.skipNBytes((long) (position - next) * recordBytes);
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
        throw IdxFile.broken(file.path(), e);
      }
    }
  }
}
