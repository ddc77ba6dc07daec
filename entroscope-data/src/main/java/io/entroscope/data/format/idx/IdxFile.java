package io.entroscope.data.format.idx;

import io.entroscope.data.DataException;
import io.entroscope.data.format.internal.ChannelReads;
import io.entroscope.files.Inputs;
import io.entroscope.files.Reasons;
import io.entroscope.setting.Limit;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * A file in IDX format, the format of MNIST, gzipped or not: two zero bytes, the type of the values
 * (8 for unsigned bytes, the only one read here), the number of axes, the length of each axis as a
 * big-endian int, and the values.
 *
 * @param path the file
 * @param gzip whether it is compressed
 * @param axes the length of each axis; the first is the number of records
 */
public record IdxFile(Path path, boolean gzip, int[] axes) {
  private static final int UNSIGNED_BYTE = 8;
  private static final int MOST_AXES = 4;
  private static final int BUFFER = 1 << 16;

  /** Enough for the first bytes, of which every file of a folder is asked. */
  private static final int PROBED = 512;

  private static final int LARGEST_RECORD = 1 << 30;

  /** The number of axes that the file's first bytes speak of; empty if it is no IDX file. */
  public static Optional<Integer> probe(Path path) {
    try (InputStream in = open(path, PROBED)) {
      byte[] magic = in.readNBytes(4);
      boolean idx =
          magic.length == 4
              && magic[0] == 0
              && magic[1] == 0
              && magic[2] >= UNSIGNED_BYTE
              && magic[2] <= 14
              && magic[3] >= 1
              && magic[3] <= MOST_AXES;
      return idx ? Optional.of((int) magic[3]) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * Reads a file's header.
   *
   * @param wantedAxes 3 for images, 1 for labels
   * @throws DataException if it is not such a file, or is not whole
   */
  static IdxFile read(Path path, int wantedAxes) {
    String wanted = wantedAxes == 1 ? "labels (idx1-ubyte)" : "grey images (idx3-ubyte)";
    try (InputStream in = open(path)) {
      byte[] magic = in.readNBytes(4);
      if (magic.length < 4) {
        throw truncated(path, "its header is not whole");
      }
      if (magic[0] != 0 || magic[1] != 0 || magic[3] != wantedAxes) {
        throw new DataException(
            path + " does not hold " + wanted + " in IDX format; check the path");
      }
      if (magic[2] != UNSIGNED_BYTE) {
        throw new DataException(
            path + " holds IDX values of type " + magic[2] + "; only unsigned bytes (8) are read");
      }
      byte[] lengths = in.readNBytes(4 * wantedAxes);
      if (lengths.length < 4 * wantedAxes) {
        throw truncated(path, "its header is not whole");
      }
      int[] axes = new int[wantedAxes];
      ByteBuffer.wrap(lengths).order(ByteOrder.BIG_ENDIAN).asIntBuffer().get(axes);
      long record = 1;
      for (int i = 0; i < wantedAxes; i++) {
        record = i == 0 ? 1 : record * axes[i];
        if (axes[i] < 1 || record > LARGEST_RECORD) {
          throw new DataException(
              path
                  + " says that it holds records of shape "
                  + Arrays.toString(axes)
                  + ", which cannot be; download or write it again");
        }
      }
      if (Limit.PIXELS.isExceededBy(record)) {
        throw new DataException(
            path
                + " says that it holds images of "
                + axes[1]
                + " x "
                + axes[2]
                + " pixels, too many: "
                + Limit.PIXELS.hint());
      }
      IdxFile file = new IdxFile(path, isGzip(path), axes);
      file.checkLength();
      return file;
    } catch (IOException e) {
      throw broken(path, e);
    }
  }

  /** The number of records. */
  int records() {
    return axes[0];
  }

  /** The bytes of a record. */
  int recordBytes() {
    int bytes = 1;
    for (int i = 1; i < axes.length; i++) {
      bytes *= axes[i];
    }
    return bytes;
  }

  /** The bytes before the first record. */
  int headerBytes() {
    return 4 + 4 * axes.length;
  }

  long uncompressedBytes() {
    return headerBytes() + (long) records() * recordBytes();
  }

  /** All values of a file, for labels. */
  byte[] readAll() {
    try (InputStream in = open(path)) {
      in.skipNBytes(headerBytes());
      byte[] values = in.readNBytes(Math.multiplyExact(records(), recordBytes()));
      if (values.length < records()) {
        throw truncated(path, "it ends after " + values.length + " of " + records() + " labels");
      }
      // Reads the checksum behind the last value, if there is one.
      if (in.read() >= 0) {
        throw tooLong();
      }
      return values;
    } catch (IOException e) {
      throw broken(path, e);
    }
  }

  private void checkLength() throws IOException {
    long size = Files.size(path);
    if (!gzip) {
      if (size < uncompressedBytes()) {
        throw truncated(path, "it has " + size + " of " + uncompressedBytes() + " bytes");
      }
      if (size > uncompressedBytes()) {
        throw tooLong();
      }
    } else if (lengthInTrailer() != (int) uncompressedBytes()) {
      // Cut off, or made of several gzip members; only reading it through can tell.
      long length = 0;
      try (InputStream in = open(path)) {
        byte[] buffer = new byte[BUFFER];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          length += n;
        }
      }
      if (length < uncompressedBytes()) {
        throw truncated(path, "it has " + length + " of " + uncompressedBytes() + " bytes");
      }
      if (length > uncompressedBytes()) {
        throw tooLong();
      }
    }
  }

  /** A gzip file ends with the length of what it holds, modulo 2^32. */
  private int lengthInTrailer() throws IOException {
    ByteBuffer trailer = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    try (FileChannel channel = Inputs.channel(path)) {
      ChannelReads.fully(channel, channel.size() - Integer.BYTES, trailer);
    }
    return trailer.getInt(0);
  }

  private DataException tooLong() {
    return new DataException(
        path
            + " holds more than the "
            + records()
            + " records that its header speaks of; download or write it again");
  }

  static DataException truncated(Path path, String how) {
    return new DataException(path + " is cut off: " + how + "; download or copy it again");
  }

  public static DataException broken(Path path, IOException e) {
    if (e instanceof EOFException) {
      return new DataException(
          path + " is cut off: its data end too early; download or copy it again", e);
    }
    if (e instanceof ZipException) {
      return new DataException(
          path + " is damaged (" + e.getMessage() + "); download or copy it again", e);
    }
    return new DataException("cannot read " + path + ": " + Reasons.ofReading(e), e);
  }

  public static boolean isGzip(Path path) throws IOException {
    try (InputStream in = Inputs.stream(path)) {
      return startsAsGzip(in);
    }
  }

  private static boolean startsAsGzip(InputStream in) throws IOException {
    byte[] magic = in.readNBytes(2);
    return magic.length == 2 && (magic[0] & 0xFF) == 0x1F && (magic[1] & 0xFF) == 0x8B;
  }

  /** The file's content, decompressed. */
  public static InputStream open(Path path) throws IOException {
    return open(path, BUFFER);
  }

  private static InputStream open(Path path, int bufferBytes) throws IOException {
    InputStream file = new BufferedInputStream(Inputs.stream(path), bufferBytes);
    try {
      file.mark(2);
      boolean gzip = startsAsGzip(file);
      file.reset();
      return gzip ? new GZIPInputStream(file, bufferBytes) : file;
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }
}
