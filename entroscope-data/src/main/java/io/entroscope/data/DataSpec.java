package io.entroscope.data;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Which images are meant: where they lie, which part of them, and how they are to be read.
 *
 * @param path a folder, or a file in one of the formats
 * @param split the part; a data set that is not divided counts as whichever is asked for
 * @param format how the images are stored; empty: found out from the content
 * @param skipCorrupt whether images that cannot be decoded are counted and left out, rather than an
 *     error
 * @param coarseLabels for CIFAR-100: the 20 coarse classes instead of the 100 fine ones
 * @param transpose for IDX: whether rows and columns change places before the model sees an image,
 *     which turns EMNIST's images upright
 */
public record DataSpec(
    Path path,
    Split split,
    Optional<Format> format,
    boolean skipCorrupt,
    boolean coarseLabels,
    boolean transpose) {

  /** The test split at a path, in the format that its content shows. */
  public static DataSpec of(Path path) {
    return new DataSpec(path, Split.TEST, Optional.empty(), false, false, false);
  }

  /** The same with another split. */
  public DataSpec withSplit(Split other) {
    return new DataSpec(path, other, format, skipCorrupt, coarseLabels, transpose);
  }

  /** The same, read as this format whatever the content seems to be. */
  public DataSpec withFormat(Format other) {
    return new DataSpec(path, split, Optional.of(other), skipCorrupt, coarseLabels, transpose);
  }

  /** The same, with images that cannot be decoded left out or not. */
  public DataSpec withSkipCorrupt(boolean skip) {
    return new DataSpec(path, split, format, skip, coarseLabels, transpose);
  }

  /** The same, with CIFAR-100's coarse classes or not. */
  public DataSpec withCoarseLabels(boolean coarse) {
    return new DataSpec(path, split, format, skipCorrupt, coarse, transpose);
  }

  /** The same, with rows and columns exchanged or not. */
  public DataSpec withTranspose(boolean exchange) {
    return new DataSpec(path, split, format, skipCorrupt, coarseLabels, exchange);
  }
}
