package io.entroscope.data.format.folder;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.tukaani.xz.LZMAInputStream;

/** Entries of a .zip that are packed with LZMA (APPNOTE.TXT, 5.8.8), as 7-Zip packs them. */
final class Lzma {
  /** Version, size of the properties, properties, size of the dictionary. */
  private static final int HEAD = 9;

  private static final int PROPERTIES = 5;
  private static final int MOST_DICTIONARY = 128 << 20;

  private Lzma() {}

  /**
   * Unpacks an entry.
   *
   * @param packed its bytes as they are in the archive
   * @param size of it, unpacked
   * @throws IOException if it is not packed so, or would take too much memory
   */
  static InputStream open(InputStream packed, long size) throws IOException {
    byte[] bytes = packed.readNBytes(HEAD);
    if (bytes.length < HEAD) {
      throw new EOFException("it is cut off");
    }
    ByteBuffer head = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    head.getShort();
    int properties = head.getShort();
    byte how = head.get();
    int dictionary = head.getInt();
    if (properties != PROPERTIES || dictionary < 0 || dictionary > MOST_DICTIONARY) {
      throw new IOException("its LZMA properties are damaged, or ask for too much memory");
    }
    LZMAInputStream stream = new LZMAInputStream(packed, size, how, dictionary);
    // Most writers end the data with a mark, though the size is known.
    stream.enableRelaxedEndCondition();
    return stream;
  }
}
