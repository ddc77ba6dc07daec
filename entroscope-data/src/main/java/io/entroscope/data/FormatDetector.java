package io.entroscope.data;

import java.nio.file.Files;
import java.nio.file.Path;

/** Finds out how a data set is stored, from what the files hold. */
final class FormatDetector {
  private FormatDetector() {}

  static Format detect(Path path) {
    if (Files.isDirectory(path)) {
      return IdxPair.isIdxFolder(path) ? Format.IDX : Format.FOLDER;
    }
    return Format.IDX;
  }
}
