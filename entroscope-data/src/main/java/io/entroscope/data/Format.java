package io.entroscope.data;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How a dataset is stored. */
public enum Format {
  /** A pair of IDX files, gzipped or not: MNIST, Fashion-MNIST, EMNIST and their like. */
  IDX,
  /**
   * The official files of CIFAR-10 and CIFAR-100, binary or pickled by Python, or their archives.
   */
  CIFAR,
  /**
   * Grey images in a .csv, on each line a label and the values of the pixels, as Kaggle has MNIST.
   */
  CSV,
  /** A folder with one folder of images per class. */
  FOLDER,
  /** Such a folder in a .zip. */
  ZIP,
  /** Such a folder in a .tar, compressed with gzip or not. */
  TAR,
  /** Tables of encoded images, texts or numbers in columns, as Hugging Face stores datasets. */
  PARQUET,
  /** A folder of NumPy arrays, one file for each of a model's inputs, and their labels. */
  NPY,
  /** The same in one file, as NumPy's savez writes it. */
  NPZ,
  /** Texts and labels in a table or in lines of JSON; a model is given them as arrays of tokens. */
  TEXT;

  /** The name on the command line and in results: {@code idx}, {@code cifar} and so on. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether it holds arrays rather than images. */
  public boolean isArrays() {
    return this == NPY || this == NPZ || this == TEXT;
  }

  /**
   * The format of this {@link #id}.
   *
   * @throws DataException if there is none; the message offers the nearest
   */
  public static Format parse(String id) {
    for (Format format : values()) {
      if (format.id().equalsIgnoreCase(id)) {
        return format;
      }
    }
    List<String> ids = Arrays.stream(values()).map(Format::id).toList();
    throw new DataException("unknown format '" + id + "'" + NearestNames.hint(id, ids));
  }
}
