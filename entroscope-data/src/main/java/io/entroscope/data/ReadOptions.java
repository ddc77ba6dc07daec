package io.entroscope.data;

import java.io.Serializable;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a dataset is meant, and how it is to be read: all of {@link DataSpec} but the path.
 *
 * @param split the part; a dataset that is not divided counts as whichever is asked for
 * @param format how the images are stored; null: found out from the content
 * @param skipCorrupt whether images that cannot be decoded are counted and left out, rather than an
 *     error
 * @param coarseLabels for CIFAR-100: the 20 coarse classes instead of the 100 fine ones
 * @param transpose for IDX: whether rows and columns change places before the model sees an image,
 *     which turns EMNIST's images upright
 * @param classMap the output of a model that each class is, by its name; null: that of its place
 *     among the classes
 */
public record ReadOptions(
    Split split,
    @Nullable Format format,
    boolean skipCorrupt,
    boolean coarseLabels,
    boolean transpose,
    @Nullable SortedMap<String, Integer> classMap)
    implements Serializable {
  /** The test split, in the format that its content shows. */
  public static final ReadOptions DEFAULT =
      new ReadOptions(Split.TEST, null, false, false, false, null);

  public ReadOptions {
    classMap = classMap == null ? null : Collections.unmodifiableSortedMap(new TreeMap<>(classMap));
  }
}
