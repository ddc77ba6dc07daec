package io.entroscope.data.format.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * A file from its start to its end as a stream that knows where it is and skips without reading.
 */
public final class ChannelInput extends InputStream {
  private static final int BUFFER = 1 << 16;

  private final FileChannel channel;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).limit(0);
  private long bufferEnd;

  public ChannelInput(FileChannel channel) {
    this.channel = channel;
  }

  /** Where in the file the next byte is. */
  public long position() {
    return bufferEnd - buffer.remaining();
  }

  @Override
  public int read() throws IOException {
    return fill() ? buffer.get() & 0xFF : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int n = Math.min(length, buffer.remaining());
    buffer.get(target, offset, n);
    return n;
  }

  @Override
  public long skip(long count) throws IOException {
    long skipped = Math.max(0, Math.min(count, channel.size() - position()));
    if (skipped <= buffer.remaining()) {
      buffer.position(buffer.position() + (int) skipped);
    } else {
      bufferEnd = position() + skipped;
      buffer.limit(0);
    }
    return skipped;
  }

  private boolean fill() throws IOException {
    if (buffer.hasRemaining()) {
      return true;
    }
    buffer.clear();
    int n = channel.read(buffer, bufferEnd);
    buffer.flip();
    bufferEnd += Math.max(0, n);
    return n > 0;
  }
}
