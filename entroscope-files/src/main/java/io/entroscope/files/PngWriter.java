package io.entroscope.files;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Pixels of 8 bits per value as a PNG file (W3C Portable Network Graphics, third edition). Java's
 * own writer tries five filters on every row, which takes longer than to compress it.
 */
public final class PngWriter {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  private static final double INCHES_PER_METRE = 1 / 0.0254;
  private static final byte BITS = 8;
  private static final byte METRE = 1;
  private static final int HEADER_BYTES = 13;
  private static final int RESOLUTION_BYTES = 9;

  /** Files are a tenth larger than with the level above, which takes nearly twice as long. */
  private static final int LEVEL = 3;

  private static final int PIECE = 1 << 16;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Picture picture;

  private PngWriter(Picture picture) {
    this.picture = picture;
  }

  /** The numbers of a pixel. */
  public enum Colours {
    /** Grey. */
    GREY(0, 1),
    /** Red, green and blue. */
    RGB(2, 3);

    private final byte type;
    private final int values;

    Colours(int type, int values) {
      this.type = (byte) type;
      this.values = values;
    }
  }

  /** What makes a file small. */
  public enum Filter {
    /** Nothing: for figures, which are large even areas. */
    NONE(0),
    /** The difference from what the neighbours let expect: for photographs. */
    PAETH(4);

    private final byte number;

    Filter(int number) {
      this.number = (byte) number;
    }
  }

  /** The pixels, row by row. */
  @FunctionalInterface
  public interface Rows {
    /**
     * Writes a row.
     *
     * @param into {@code [width · values]} from index {@code at} on, pixel by pixel
     */
    void write(int row, byte[] into, int at);
  }

  /**
   * What is written.
   *
   * @param rows its pixels
   * @param dpi pixels per inch, which the file says
   */
  public record Picture(
      Rows rows, int width, int height, Colours colours, Filter filter, OptionalInt dpi) {
    private int rowBytes() {
      return width * colours.values;
    }
  }

  /** A file. */
  public static byte[] write(Picture picture) {
    return new PngWriter(picture).write();
  }

  private byte[] write() {
    out.writeBytes(SIGNATURE);
    ByteBuffer header =
        ByteBuffer.allocate(HEADER_BYTES).putInt(picture.width()).putInt(picture.height());
    chunk("IHDR", header.put(BITS).put(picture.colours().type).array());
    picture.dpi().ifPresent(this::resolution);
    chunk("IDAT", compressed());
    chunk("IEND", new byte[0]);
    return out.toByteArray();
  }

  private void resolution(int dpi) {
    int perMetre = (int) Math.round(dpi * INCHES_PER_METRE);
    ByteBuffer both = ByteBuffer.allocate(RESOLUTION_BYTES).putInt(perMetre).putInt(perMetre);
    chunk("pHYs", both.put(METRE).array());
  }

  private void chunk(String type, byte[] data) {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 sum = new CRC32();
    sum.update(name);
    sum.update(data);
    out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(data.length).array());
    out.writeBytes(name);
    out.writeBytes(data);
    out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt((int) sum.getValue()).array());
  }

  private byte[] compressed() {
    Deflater deflater = new Deflater(LEVEL);
    try {
      ByteArrayOutputStream data = new ByteArrayOutputStream();
      byte[] piece = new byte[PIECE];
      // In front of a row stand zeros for the pixel that it does not have.
      int pixel = picture.colours().values;
      byte[] above = new byte[pixel + picture.rowBytes()];
      byte[] row = new byte[above.length];
      byte[] filtered = new byte[1 + picture.rowBytes()];
      filtered[0] = picture.filter().number;
      for (int y = 0; y < picture.height(); y++) {
        picture.rows().write(y, row, pixel);
        filter(row, above, pixel, filtered);
        deflater.setInput(filtered);
        while (!deflater.needsInput()) {
          data.write(piece, 0, deflater.deflate(piece));
        }
        byte[] swap = above;
        above = row;
        row = swap;
      }
      deflater.finish();
      while (!deflater.finished()) {
        data.write(piece, 0, deflater.deflate(piece));
      }
      return data.toByteArray();
    } finally {
      deflater.end();
    }
  }

  private void filter(byte[] row, byte[] above, int pixel, byte[] into) {
    if (picture.filter() == Filter.NONE) {
      System.arraycopy(row, pixel, into, 1, row.length - pixel);
      return;
    }
    for (int i = pixel; i < row.length; i++) {
      int left = row[i - pixel] & 0xFF;
      int up = above[i] & 0xFF;
      int corner = above[i - pixel] & 0xFF;
      into[1 + i - pixel] = (byte) (row[i] - nearest(left, up, corner));
    }
  }

  /** Of three neighbours the one that is nearest to {@code left + up − corner}; 9.4 there. */
  private static int nearest(int left, int up, int corner) {
    int toLeft = Math.abs(up - corner);
    int toUp = Math.abs(left - corner);
    int toCorner = Math.abs(left + up - 2 * corner);
    if (toLeft <= toUp && toLeft <= toCorner) {
      return left;
    }
    return toUp <= toCorner ? up : corner;
  }
}
