package io.entroscope.data.image.internal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What libwebp's plain decoder leaves undone: of an animated file, the first frame is what Pillow
 * gives. (RFC 9649.)
 */
final class WebpFiles {
  private static final int RIFF_HEAD = 12;
  private static final int CHUNK_HEAD = 8;
  private static final int FRAME_HEAD = 16;
  private static final int SIZE_IN_CANVAS = 4;

  private WebpFiles() {}

  /**
   * A file that holds the first frame alone, or the file itself where it is not animated.
   *
   * @throws CorruptImageException if it is cut off, or its first frame does not fill it
   */
  static byte[] firstFrame(byte[] bytes, int start, int length) throws CorruptImageException {
    ByteBuffer file = ByteBuffer.wrap(bytes, start, length).slice().order(ByteOrder.LITTLE_ENDIAN);
    if (length < RIFF_HEAD || !tag(file, CHUNK_HEAD).equals("WEBP")) {
      throw new CorruptImageException("it is not an image of a known kind");
    }
    if (Integer.toUnsignedLong(file.getInt(4)) > length - CHUNK_HEAD) {
      throw new CorruptImageException("the WebP is cut off");
    }
    byte[] canvas = new byte[0];
    int at = RIFF_HEAD;
    while (at + CHUNK_HEAD <= length) {
      int size = file.getInt(at + 4);
      int content = at + CHUNK_HEAD;
      if (size < 0 || size > length - content) {
        throw new CorruptImageException("the WebP is cut off");
      }
      String tag = tag(file, at);
      if (tag.equals("VP8X") && size >= 10) {
        canvas = bytes(file, content + SIZE_IN_CANVAS, 6);
      } else if (tag.equals("ANMF")) {
        return frame(file, content, size, canvas);
      }
      at = content + size + (size & 1);
    }
    return Arrays.copyOfRange(bytes, start, start + length);
  }

  private static byte[] frame(ByteBuffer file, int at, int size, byte[] canvas)
      throws CorruptImageException {
    boolean whole =
        size > FRAME_HEAD
            && Arrays.equals(bytes(file, at, 6), new byte[6])
            && Arrays.equals(bytes(file, at + 6, 6), canvas);
    if (!whole) {
      throw new CorruptImageException(
          "it is an animated WebP whose first frame does not fill it; convert it to PNG");
    }
    byte[] chunks = bytes(file, at + FRAME_HEAD, size - FRAME_HEAD);
    boolean alpha = new String(chunks, 0, 4, StandardCharsets.ISO_8859_1).equals("ALPH");
    int head = alpha ? CHUNK_HEAD + 10 : 0;
    ByteBuffer alone =
        ByteBuffer.allocate(RIFF_HEAD + head + chunks.length).order(ByteOrder.LITTLE_ENDIAN);
    put(alone, "RIFF").putInt(alone.capacity() - CHUNK_HEAD);
    put(alone, "WEBP");
    if (alpha) {
      put(alone, "VP8X").putInt(10).putInt(0x10).put(canvas);
    }
    return alone.put(chunks).array();
  }

  private static ByteBuffer put(ByteBuffer into, String tag) {
    return into.put(tag.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String tag(ByteBuffer file, int at) {
    return new String(bytes(file, at, 4), StandardCharsets.ISO_8859_1);
  }

  private static byte[] bytes(ByteBuffer file, int at, int count) {
    byte[] bytes = new byte[count];
    file.get(at, bytes, 0, Math.min(count, Math.max(0, file.capacity() - at)));
    return bytes;
  }
}
