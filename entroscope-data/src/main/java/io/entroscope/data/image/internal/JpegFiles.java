package io.entroscope.data.image.internal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** What Image I/O leaves undone, or does wrongly for our purpose, with JPEG files. */
final class JpegFiles {
  private static final byte[] IDENTIFIER = "ICC_PROFILE\0".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] ADOBE = "Adobe".getBytes(StandardCharsets.US_ASCII);
  private static final int APP2 = 0xE2;
  private static final int APP14 = 0xEE;
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
   * How an image of four channels stores its colours; empty if it has another number of channels.
   *
   * @return whether the first three are luminance and chrominance (YCCK), rather than CMY
   */
  static Optional<Boolean> fourChannels(byte[] bytes, int start, int length) {
    int end = start + length;
    int at = start + 2;
    boolean converted = false;
    while (at + 10 <= end && (bytes[at] & 0xFF) == 0xFF) {
      int marker = bytes[at + 1] & 0xFF;
      if (marker == 0xFF) {
        at++;
        continue;
      }
      if (marker == START_OF_SCAN) {
        return Optional.empty();
      }
      if (isStartOfFrame(marker) && bytes[at + 9] != 4) {
        return Optional.empty();
      }
      if (marker == APP14 && at + 16 <= end && isAt(bytes, at + 4, ADOBE)) {
        converted = bytes[at + 15] == 2;
      }
      if (isStartOfFrame(marker)) {
        return Optional.of(converted);
      }
      at += 2 + ((bytes[at + 2] & 0xFF) << 8) + (bytes[at + 3] & 0xFF);
    }
    return Optional.empty();
  }

  /** Of the markers from C0 to CF three begin other things than frames. */
  private static boolean isStartOfFrame(int marker) {
    return (marker & 0xF0) == 0xC0 && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
  }

  private static boolean isAt(byte[] bytes, int at, byte[] wanted) {
    return Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length);
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
