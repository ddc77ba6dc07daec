package io.entroscope.spark.hadoop;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import org.apache.hadoop.fs.FSDataInputStream;

/** A file that Hadoop reads, as a channel. Any threads may read at given positions. */
final class HadoopChannel extends FileChannel {
  private static final int BUFFER = 1 << 16;

  private final FSDataInputStream in;
  private final ReadAhead ahead;
  private final long size;
  private long position;

  HadoopChannel(FSDataInputStream in, long size) {
    this.in = in;
    this.ahead = new ReadAhead(in, size);
    this.size = size;
  }

  @Override
  public int read(ByteBuffer target, long from) throws IOException {
    if (!target.hasRemaining()) {
      return 0;
    }
    if (from >= size) {
      return -1;
    }
    int wanted = (int) Math.min(target.remaining(), size - from);
    if (target.hasArray()) {
      int start = target.arrayOffset() + target.position();
      int read = ahead.read(from, target.array(), start, wanted);
      target.position(target.position() + Math.max(0, read));
      return read;
    }
    byte[] bytes = new byte[Math.min(wanted, BUFFER)];
    int read = ahead.read(from, bytes, 0, bytes.length);
    target.put(bytes, 0, Math.max(0, read));
    return read;
  }

  @Override
  public synchronized int read(ByteBuffer target) throws IOException {
    int read = read(target, position);
    position += Math.max(0, read);
    return read;
  }

  @Override
  public synchronized long read(ByteBuffer[] targets, int offset, int length) throws IOException {
    long total = 0;
    for (int i = offset; i < offset + length; i++) {
      int read = read(targets[i]);
      if (read < 0) {
        return total == 0 ? -1 : total;
      }
      total += read;
      if (targets[i].hasRemaining()) {
        break;
      }
    }
    return total;
  }

  @Override
  public synchronized long position() {
    return position;
  }

  @Override
  public synchronized FileChannel position(long newPosition) {
    position = newPosition;
    return this;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public long transferTo(long from, long count, WritableByteChannel target) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(count, BUFFER));
    int read = read(bytes, from);
    return read <= 0 ? 0 : target.write(bytes.flip());
  }

  @Override
  protected void implCloseChannel() throws IOException {
    in.close();
  }

  @Override
  public int write(ByteBuffer source) {
    throw new NonWritableChannelException();
  }

  @Override
  public int write(ByteBuffer source, long at) {
    throw new NonWritableChannelException();
  }

  @Override
  public long write(ByteBuffer[] sources, int offset, int length) {
    throw new NonWritableChannelException();
  }

  @Override
  public FileChannel truncate(long length) {
    throw new NonWritableChannelException();
  }

  @Override
  public long transferFrom(ReadableByteChannel source, long at, long count) {
    throw new NonWritableChannelException();
  }

  @Override
  public void force(boolean metaData) {}

  @Override
  public MappedByteBuffer map(MapMode mode, long at, long length) {
    throw new UnsupportedOperationException("Hadoop's files are not mapped");
  }

  @Override
  public FileLock lock(long at, long length, boolean shared) {
    throw new UnsupportedOperationException("Hadoop's files are not locked");
  }

  @Override
  public FileLock tryLock(long at, long length, boolean shared) {
    throw new UnsupportedOperationException("Hadoop's files are not locked");
  }
}
