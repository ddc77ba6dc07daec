package io.entroscope.core.activation;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.IntUnaryOperator;

/** Rows of little-endian floats in a file, written in any order by several threads. */
final class RowFile implements Closeable {
  private final FileChannel channel;
  private final int width;

  private RowFile(FileChannel channel, int width) {
    this.channel = channel;
    this.width = width;
  }

  /** A file without rows. */
  static RowFile create(Path file, int width) throws IOException {
    return new RowFile(
        FileChannel.open(
            file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE),
        width);
  }

  /** The numbers of a row. */
  int width() {
    return width;
  }

  /**
   * Writes rows.
   *
   * @param rows where each goes; −1: nowhere
   * @param values of all rows
   * @param offset of the i-th row's first value
   */
  void write(int[] rows, float[] values, IntUnaryOperator offset) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(rows.length * width * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int from = 0; from < rows.length; ) {
      int to = from + 1;
      while (rows[from] >= 0 && to < rows.length && rows[to] == rows[to - 1] + 1) {
        to++;
      }
      if (rows[from] >= 0) {
        bytes.clear();
        for (int i = from; i < to; i++) {
          bytes.asFloatBuffer().put(values, offset.applyAsInt(i), width);
          bytes.position(bytes.position() + width * Float.BYTES);
        }
        writeAt((long) rows[from] * width * Float.BYTES, bytes.flip());
      }
      from = to;
    }
  }

  private void writeAt(long position, ByteBuffer bytes) throws IOException {
    long at = position;
    while (bytes.hasRemaining()) {
      at += channel.write(bytes, at);
    }
  }

  /** A row. */
  float[] read(int row) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(width * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    long at = (long) row * bytes.capacity();
    while (bytes.hasRemaining()) {
      int read = channel.read(bytes, at + bytes.position());
      if (read < 0) {
        throw new IOException("temporary file ends early");
      }
    }
    float[] values = new float[width];
    bytes.flip().asFloatBuffer().get(values);
    return values;
  }

  /**
   * Copies rows.
   *
   * @param wanted for each row, whether it is copied
   */
  void copyTo(OutputStream out, boolean[] wanted) throws IOException {
    long row = (long) width * Float.BYTES;
    WritableByteChannel into = Channels.newChannel(out);
    for (int from = 0; from < wanted.length; ) {
      int to = from + 1;
      while (to < wanted.length && wanted[to] == wanted[from]) {
        to++;
      }
      if (wanted[from]) {
        copy(from * row, to * row, into);
      }
      from = to;
    }
  }

  private void copy(long from, long to, WritableByteChannel into) throws IOException {
    for (long at = from; at < to; ) {
      long copied = channel.transferTo(at, to - at, into);
      if (copied <= 0) {
        throw new IOException("temporary file ends early");
      }
      at += copied;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
