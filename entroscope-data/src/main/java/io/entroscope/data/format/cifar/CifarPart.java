package io.entroscope.data.format.cifar;

import io.entroscope.data.DataException;
import io.entroscope.data.format.idx.IdxFile;
import io.entroscope.data.format.internal.ChannelReads;
import io.entroscope.files.Inputs;
import io.entroscope.setting.Setting;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The images of one file.
 *
 * @param file where their pixels lie
 * @param pixelsAt where those of the first start
 * @param stride from one image to the next
 * @param byColumn whether the file has the first pixel of all images, then the second, and so on
 * @param labels of the images
 */
record CifarPart(Path file, long pixelsAt, int stride, boolean byColumn, byte[] labels) {
  private static final int BLOCK_RECORDS = 256;

  /**
   * Reads the labels of a binary file.
   *
   * @throws DataException if it is not whole, or has a label that is not below {@code classes}
   */
  static CifarPart ofRecords(CifarFiles files, Path file, boolean coarse, int classes) {
    int recordBytes = files.recordBytes();
    int labelAt = files.hundred() && !coarse ? 1 : 0;
    try (FileChannel channel = Inputs.channel(file)) {
      long size = channel.size();
      if (size == 0 || size % recordBytes != 0) {
        throw new DataException(
            file
                + " has "
                + size
                + " bytes, which is no multiple of the "
                + recordBytes
                + " of a CIFAR-"
                + (files.hundred() ? "100" : "10")
                + " record; it is cut off or of another kind: download it again");
      }
      byte[] labels = new byte[Math.toIntExact(size / recordBytes)];
      ByteBuffer block = ByteBuffer.allocate(BLOCK_RECORDS * recordBytes);
      for (int first = 0; first < labels.length; first += BLOCK_RECORDS) {
        int count = Math.min(BLOCK_RECORDS, labels.length - first);
        block.clear().limit(count * recordBytes);
        ChannelReads.fully(channel, (long) first * recordBytes, block);
        for (int i = 0; i < count; i++) {
          byte label = block.get(i * recordBytes + labelAt);
          labels[first + i] = checked(label & 0xFF, first + i, file, classes);
        }
      }
      return new CifarPart(file, files.labelBytes(), recordBytes, false, labels);
    } catch (IOException e) {
      throw IdxFile.broken(file, e);
    }
  }

  /**
   * Reads a file of the Python version.
   *
   * @throws DataException if it is none, or has a label that is not below {@code classes}
   */
  static CifarPart ofPickle(CifarFiles files, Path file, boolean coarse, int classes) {
    Map<String, Object> entries = Pickle.read(file);
    String name = files.hundred() ? (coarse ? "coarse_labels" : "fine_labels") : "labels";
    if (!(entries.get("data") instanceof Pickle.Matrix data)
        || data.columns() != CifarFiles.PIXELS
        || !(entries.get(name) instanceof List<?> list)
        || data.rows() == 0
        || list.size() != data.rows()) {
      throw new DataException(
          file
              + " does not hold as many "
              + name
              + " as images of "
              + CifarFiles.PIXELS
              + " values; download it again");
    }
    byte[] labels = new byte[list.size()];
    for (int i = 0; i < labels.length; i++) {
      long label = list.get(i) instanceof Long number ? number : -1;
      labels[i] = checked(label, i, file, classes);
    }
    int stride = data.byColumn() ? 1 : CifarFiles.PIXELS;
    return new CifarPart(file, data.at(), stride, data.byColumn(), labels);
  }

  private static byte checked(long label, int image, Path file, int classes) {
    if (label < 0 || label >= classes) {
      throw new DataException(
          "label "
              + label
              + " of image "
              + image
              + " of "
              + file
              + " is not below "
              + classes
              + "; the file is damaged or not CIFAR: download it again, or give "
              + Setting.FORMAT);
    }
    return (byte) label;
  }

  /** Where the pixels of an image start. */
  long at(int image) {
    return pixelsAt + (long) image * stride;
  }

  /** Reads the pixels of an image, [3, 32, 32]. */
  void read(FileChannel channel, int image, byte[] into, int start) throws IOException {
    if (!byColumn) {
      ChannelReads.fully(channel, at(image), ByteBuffer.wrap(into, start, CifarFiles.PIXELS));
      return;
    }
    for (int pixel = 0; pixel < CifarFiles.PIXELS; pixel++) {
      long at = at(image) + (long) pixel * labels.length;
      ChannelReads.fully(channel, at, ByteBuffer.wrap(into, start + pixel, 1));
    }
  }
}
