package io.entroscope.parquet;

import io.entroscope.data.DataException;
import io.entroscope.files.Inputs;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The last bytes of a Parquet file: its footer's length, and PAR1. */
final class Footer {
  private static final int TAIL = 8;
  private static final String MAGIC = "PAR1";
  private static final String ENCRYPTED = "PARE";

  private Footer() {}

  /**
   * Checks the end of a file before the library reads as much as it claims.
   *
   * @throws DataException if the file is encrypted
   * @throws IOException if the footer cannot be
   */
  static void check(Path file) throws IOException {
    ByteBuffer tail = ByteBuffer.allocate(TAIL).order(ByteOrder.LITTLE_ENDIAN);
    try (FileChannel channel = Inputs.channel(file)) {
      long size = channel.size();
      if (size < TAIL + MAGIC.length()) {
        throw new EOFException("it has " + size + " bytes");
      }
      long at = size - TAIL;
      while (tail.hasRemaining()) {
        if (channel.read(tail, at + tail.position()) < 0) {
          throw new EOFException("it became shorter");
        }
      }
      String magic = new String(tail.array(), TAIL / 2, TAIL / 2, StandardCharsets.ISO_8859_1);
      if (magic.equals(ENCRYPTED)) {
        throw new DataException(file + " is encrypted; write it without encryption");
      }
      int footer = tail.getInt(0);
      if (!magic.equals(MAGIC)) {
        throw new EOFException("it does not end as Parquet does");
      }
      if (footer < 0 || footer > at - MAGIC.length()) {
        throw new IOException("it claims a footer of " + footer + " bytes");
      }
    }
  }
}
