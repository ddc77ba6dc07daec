package io.entroscope.data.format.idx;

import io.entroscope.data.DataException;
import io.entroscope.data.format.internal.DataFile;
import io.entroscope.data.image.ImageShape;
import io.entroscope.data.image.PixelImage;
import java.nio.file.Path;
import java.util.List;

/** Writes grey images and their labels as IDX files, gzipped if the file's name ends so. */
public final class IdxWriter {
  private static final int UNSIGNED_BYTE_TYPE = 0x0800;

  private IdxWriter() {}

  /**
   * Writes images, whole or not at all.
   *
   * @param images grey and of one size
   * @throws DataException if they are not, or the file cannot be written
   */
  public static void writeImages(Path file, List<PixelImage> images) {
    ImageShape shape = images.get(0).shape();
    for (PixelImage image : images) {
      if (!image.shape().equals(shape) || shape.channels() != 1) {
        throw new DataException(
            "an IDX file holds grey images of one size, not " + shape + " and " + image.shape());
      }
    }
    DataFile.write(
        file,
        out -> {
          out.writeInt(UNSIGNED_BYTE_TYPE | 3);
          out.writeInt(images.size());
          out.writeInt(shape.height());
          out.writeInt(shape.width());
          for (PixelImage image : images) {
            out.write(image.values());
          }
        });
  }

  /**
   * Writes labels, whole or not at all.
   *
   * @param labels 0 to 255
   * @throws DataException if one is not, or the file cannot be written
   */
  public static void writeLabels(Path file, int[] labels) {
    for (int label : labels) {
      if (label < 0 || label > 255) {
        throw new DataException("an IDX file of bytes holds labels from 0 to 255, not " + label);
      }
    }
    DataFile.write(
        file,
        out -> {
          out.writeInt(UNSIGNED_BYTE_TYPE | 1);
          out.writeInt(labels.length);
          for (int label : labels) {
            out.writeByte(label);
          }
        });
  }
}
