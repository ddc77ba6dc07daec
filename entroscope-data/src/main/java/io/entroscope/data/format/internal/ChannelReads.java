package io.entroscope.data.format.internal;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Reads a stretch of a file, whole. */
public final class ChannelReads {
  private ChannelReads() {}

  /**
   * Fills a buffer from a place in a file, leaving the channel's own place as it is.
   *
   * @throws EOFException if the file ends first
   */
  public static void fully(FileChannel channel, long at, ByteBuffer target) throws IOException {
    long place = at;
    while (target.hasRemaining()) {
      int n = channel.read(target, place);
      if (n < 0) {
        throw new EOFException();
      }
      place += n;
    }
  }
}
