package io.entroscope.data.format.internal;

import io.entroscope.data.image.internal.CorruptImageException;
import java.util.Locale;
import java.util.Set;

/** Which files of a folder are images. */
public final class ImageFiles {
  // torchvision's list and GIF.
  private static final Set<String> EXTENSIONS =
      Set.of("jpg", "jpeg", "png", "bmp", "gif", "tif", "tiff", "ppm", "pgm", "webp");

  private static final int LARGEST = 1 << 30;

  private ImageFiles() {}

  /** Whether a file's name says that it is an image; hidden files are not. */
  public static boolean isImage(String fileName) {
    int dot = fileName.lastIndexOf('.');
    return dot > 0
        && !fileName.startsWith(".")
        && EXTENSIONS.contains(fileName.substring(dot + 1).toLowerCase(Locale.ROOT));
  }

  /** The length of an image file as an int. */
  public static int checkLength(long bytes) throws CorruptImageException {
    if (bytes == 0) {
      throw new CorruptImageException("the file is empty");
    }
    if (bytes > LARGEST) {
      throw new CorruptImageException("the file is larger than 1 GiB");
    }
    return (int) bytes;
  }
}
