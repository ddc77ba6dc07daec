package io.entroscope.data.image.internal;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32;

/** The kinds of image files, told apart by their first bytes. */
public enum ImageKind {
  JPEG("jpeg", "\u00FF\u00D8\u00FF"),
  PNG("png", "\u0089PNG\r\n\u001A\n"),
  GIF("gif", "GIF8"),
  BMP("bmp", "BM"),
  TIFF_LITTLE("tiff", "II*\u0000"),
  TIFF_BIG("tiff", "MM\u0000*"),
  PGM("pgm", "P5"),
  PPM("ppm", "P6"),
  WEBP("webp", "RIFF");

  private static final int CHUNK_OVERHEAD = 12;

  /** Deflate makes of a byte at most 1,032, and of these each is at most 8 pixels. */
  private static final long PIXELS_A_BYTE = 8 * 1032;

  private final String formatName;
  // One character for each of the first bytes.
  private final String magic;

  ImageKind(String formatName, String magic) {
    this.formatName = formatName;
    this.magic = magic;
  }

  public static Optional<ImageKind> of(byte[] bytes, int start, int length) {
    return Arrays.stream(values()).filter(kind -> kind.matches(bytes, start, length)).findFirst();
  }

  private boolean matches(byte[] bytes, int start, int length) {
    for (int i = 0; i < magic.length(); i++) {
      if (i >= length || (bytes[start + i] & 0xFF) != magic.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** The name by which Image I/O knows it. */
  String formatName() {
    return formatName;
  }

  /**
   * Checks that a file can hold the pixels that it claims, before they are decoded.
   *
   * @throws CorruptImageException if it is too short for them
   */
  void requireEnough(int length, int width, int height) throws CorruptImageException {
    if (this == PNG && (long) width * height > length * PIXELS_A_BYTE) {
      throw new CorruptImageException(
          "it claims " + width + " x " + height + " pixels in " + length + " bytes");
    }
  }

  /**
   * Does to a file what its decoder leaves undone: compares the checksums of a PNG, hides the
   * colour profile of a JPEG (in place).
   *
   * @throws CorruptImageException if a checksum is wrong
   */
  void prepare(byte[] bytes, int start, int length) throws CorruptImageException {
    if (this == PNG) {
      compareChecksums(bytes, start, length);
    } else if (this == JPEG) {
      JpegFiles.requireEnd(bytes, start, length);
      JpegFiles.hideProfiles(bytes, start, length);
    }
  }

  private static void compareChecksums(byte[] bytes, int start, int length)
      throws CorruptImageException {
    CRC32 crc = new CRC32();
    int end = start + length;
    int at = start + PNG.magic.length();
    while (at + CHUNK_OVERHEAD <= end) {
      int size = readInt(bytes, at);
      if (size < 0 || size > end - at - CHUNK_OVERHEAD) {
        throw new CorruptImageException("the PNG is cut off");
      }
      crc.reset();
      crc.update(bytes, at + 4, size + 4);
      if ((int) crc.getValue() != readInt(bytes, at + 8 + size)) {
        throw new CorruptImageException("a checksum in the PNG is wrong");
      }
      if (bytes[at + 4] == 'I' && bytes[at + 5] == 'E' && bytes[at + 6] == 'N') {
        return;
      }
      at += CHUNK_OVERHEAD + size;
    }
    throw new CorruptImageException("the PNG is cut off");
  }

  /** Whether a decoder's warning means that pixels are missing or wrong. */
  boolean isDamage(String warning) {
    String text = warning.toLowerCase(Locale.ROOT);
    return this != JPEG
        || text.contains("premature end")
        || (text.contains("corrupt jpeg data") && !text.contains("extraneous"));
  }

  private static int readInt(byte[] bytes, int at) {
    return ((bytes[at] & 0xFF) << 24)
        | ((bytes[at + 1] & 0xFF) << 16)
        | ((bytes[at + 2] & 0xFF) << 8)
        | (bytes[at + 3] & 0xFF);
  }
}
