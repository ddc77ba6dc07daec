package io.entroscope.report.internal.picture;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Pixels as a PNG file (W3C Portable Network Graphics, third edition). Java's own writer tries five
 * filters on every row, none of which makes figures smaller: they are large even areas.
 */
final class PngWriter {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  private static final double INCHES_PER_METRE = 1 / 0.0254;
  private static final byte BITS = 8;
  private static final byte RGB = 2;
  private static final byte METRE = 1;
  private static final int HEADER_BYTES = 13;
  private static final int RESOLUTION_BYTES = 9;
  private static final int CHANNELS = 3;

  /** A tenth larger than with the level above, which takes nearly twice as long. */
  private static final int LEVEL = 3;

  private static final int PIECE = 1 << 16;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private PngWriter() {}

  /**
   * A file.
   *
   * @param pixels [height × width], each 0xRRGGBB
   * @param dpi pixels per inch, which the file says
   */
  static byte[] write(int[] pixels, int width, int height, int dpi) {
    PngWriter png = new PngWriter();
    png.out.writeBytes(SIGNATURE);
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).putInt(width).putInt(height);
    png.chunk("IHDR", header.put(BITS).put(RGB).array());
    int perMetre = (int) Math.round(dpi * INCHES_PER_METRE);
    ByteBuffer resolution = ByteBuffer.allocate(RESOLUTION_BYTES).putInt(perMetre).putInt(perMetre);
    png.chunk("pHYs", resolution.put(METRE).array());
    png.chunk("IDAT", compressed(pixels, width, height));
    png.chunk("IEND", new byte[0]);
    return png.out.toByteArray();
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

  private static byte[] compressed(int[] pixels, int width, int height) {
    Deflater deflater = new Deflater(LEVEL);
    try {
      ByteArrayOutputStream data = new ByteArrayOutputStream();
      byte[] piece = new byte[PIECE];
      // The first byte of a row names its filter: 0, none.
      byte[] row = new byte[1 + CHANNELS * width];
      for (int y = 0; y < height; y++) {
        fill(row, pixels, y * width);
        deflater.setInput(row);
        while (!deflater.needsInput()) {
          data.write(piece, 0, deflater.deflate(piece));
        }
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

  private static void fill(byte[] row, int[] pixels, int from) {
    for (int at = 1, pixel = from; at < row.length; pixel++) {
      int colour = pixels[pixel];
      row[at++] = (byte) (colour >> 16);
      row[at++] = (byte) (colour >> 8);
      row[at++] = (byte) colour;
    }
  }
}
