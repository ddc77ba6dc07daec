package io.entroscope.data.image.internal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What Image I/O leaves undone, or does wrongly for our purpose, with JPEG files. */
final class JpegFiles {
  private static final byte[] IDENTIFIER = "ICC_PROFILE\0".getBytes(StandardCharsets.US_ASCII);
  private static final int APP2 = 0xE2;
  private static final int END_OF_IMAGE = 0xD9;
  private static final int START_OF_SCAN = 0xDA;

  private JpegFiles() {}

  /**
   * Hides colour profiles from Image I/O, which would convert the pixels to sRGB, or refuse an
   * image whose profile is damaged: changes the identifier of each, in place. Models are trained on
   * pixels as they are stored; Pillow and what builds on it ignore profiles.
   */
  static void hideProfiles(byte[] bytes, int start, int length) {
    int end = start + length;
    int at = start + 2;
    while (at + 4 <= end && (bytes[at] & 0xFF) == 0xFF) {
      int marker = bytes[at + 1] & 0xFF;
      if (marker == 0xFF) {
        at++;
        continue;
      }
      if (marker == START_OF_SCAN) {
        return;
      }
      int content = at + 4;
      int contentEnd = at + 2 + ((bytes[at + 2] & 0xFF) << 8) + (bytes[at + 3] & 0xFF);
      int identifierEnd = content + IDENTIFIER.length;
      if (marker == APP2
          && identifierEnd <= Math.min(contentEnd, end)
          && Arrays.equals(bytes, content, identifierEnd, IDENTIFIER, 0, IDENTIFIER.length)) {
        bytes[content] = 'x';
      }
      at = contentEnd;
    }
  }

  /**
   * Checks that the marker for the end is there, whose absence Image I/O overlooks if only the last
   * rows are missing.
   *
   * @throws CorruptImageException if it is not
   */
  static void requireEnd(byte[] bytes, int start, int length) throws CorruptImageException {
    for (int at = start + length - 2; at >= start; at--) {
      if ((bytes[at] & 0xFF) == 0xFF && (bytes[at + 1] & 0xFF) == END_OF_IMAGE) {
        return;
      }
    }
    throw new CorruptImageException("the JPEG is cut off");
  }
}
