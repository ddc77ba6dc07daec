package io.entroscope.data;

import java.nio.file.Files;
import java.nio.file.Path;

/** Opens data sets. */
public final class DataSets {
  private DataSets() {}

  /**
   * Opens the images that a specification means. The format is found out from the content of the
   * files, unless the specification names one.
   *
   * @throws DataException if there is nothing at the path, it is in no known format, lacks the
   *     split, or is not whole
   */
  public static ImageDataSet open(DataSpec spec) {
    Path path = spec.path();
    if (!Files.exists(path)) {
      throw new DataException("no data at " + path + "; check the path");
    }
    Format format = spec.format().orElseGet(() -> FormatDetector.detect(path));
    return switch (format) {
      case IDX -> IdxDataSet.open(spec, path);
      case FOLDER -> FolderDataSet.open(spec, Format.FOLDER, new DirectoryStore(path));
      case CIFAR, ZIP, TAR ->
          throw new DataException(
              path + " is " + format.id() + ", which this version does not read");
    };
  }
}
