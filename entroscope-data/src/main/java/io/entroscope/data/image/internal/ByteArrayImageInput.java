package io.entroscope.data.image.internal;

import java.nio.ByteOrder;
import javax.imageio.stream.ImageInputStreamImpl;

/** An array as the input of Image I/O's readers, without the copy that Java's own one keeps. */
final class ByteArrayImageInput extends ImageInputStreamImpl {
  private byte[] bytes = new byte[0];
  private int start;
  private int length;

  /** Starts anew with a stretch of an array. */
  void reset(byte[] array, int from, int count) {
    bytes = array;
    start = from;
    length = count;
    streamPos = 0;
    flushedPos = 0;
    bitOffset = 0;
    // The readers of BMP and TIFF leave theirs behind.
    byteOrder = ByteOrder.BIG_ENDIAN;
  }

  @Override
  public int read() {
    bitOffset = 0;
    return streamPos >= length ? -1 : bytes[start + (int) streamPos++] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int count) {
    bitOffset = 0;
    if (streamPos >= length) {
      return count == 0 ? 0 : -1;
    }
    int n = (int) Math.min(count, length - streamPos);
    System.arraycopy(bytes, start + (int) streamPos, target, offset, n);
    streamPos += n;
    return n;
  }

  @Override
  public long length() {
    return length;
  }
}
