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
 * @param arrays for NumPy arrays: which are meant; null: their own names say it
 * @param texts for texts: how they are read, where it was said
 * @param unlabelled true: labels are left aside, or there are none, and all examples are of one
 *     class; null: labels are heeded
 * @param labelsFromOne where labels are numbers: whether 1 is the model's first output, rather than
 *     0; null: found out by the numbers that there are
 */
public record ReadOptions(
    Split split,
    @Nullable Format format,
    boolean skipCorrupt,
    boolean coarseLabels,
    boolean transpose,
    @Nullable SortedMap<String, Integer> classMap,
    @Nullable ArrayNames arrays,
    @Nullable TextReading texts,
    @Nullable Boolean unlabelled,
    @Nullable Boolean labelsFromOne)
    implements Serializable {
  /** The test split, in the format that its content shows. */
  public static final ReadOptions DEFAULT =
      new ReadOptions(Split.TEST, null, false, false, false, null, null, null, null, null);

  public ReadOptions {
    classMap = classMap == null ? null : Collections.unmodifiableSortedMap(new TreeMap<>(classMap));
  }

  /** The same with another split. */
  public ReadOptions withSplit(Split other) {
    return new ReadOptions(
        other,
        format,
        skipCorrupt,
        coarseLabels,
        transpose,
        classMap,
        arrays,
        texts,
        unlabelled,
        labelsFromOne);
  }

  /** The same, read as this format whatever the content seems to be. */
  public ReadOptions withFormat(Format other) {
    return new ReadOptions(
        split,
        other,
        skipCorrupt,
        coarseLabels,
        transpose,
        classMap,
        arrays,
        texts,
        unlabelled,
        labelsFromOne);
  }

  /** The same, with images that cannot be decoded left out or not. */
  public ReadOptions withSkipCorrupt(boolean skip) {
    return new ReadOptions(
        split,
        format,
        skip,
        coarseLabels,
        transpose,
        classMap,
        arrays,
        texts,
        unlabelled,
        labelsFromOne);
  }

  /** The same, with CIFAR-100's coarse classes or not. */
  public ReadOptions withCoarseLabels(boolean coarse) {
    return new ReadOptions(
        split,
        format,
        skipCorrupt,
        coarse,
        transpose,
        classMap,
        arrays,
        texts,
        unlabelled,
        labelsFromOne);
  }

  /** The same, with rows and columns exchanged or not. */
  public ReadOptions withTranspose(boolean exchange) {
    return new ReadOptions(
        split,
        format,
        skipCorrupt,
        coarseLabels,
        exchange,
        classMap,
        arrays,
        texts,
        unlabelled,
        labelsFromOne);
  }

  /** The same with other arrays. */
  public ReadOptions withArrays(@Nullable ArrayNames names) {
    return new ReadOptions(
        split,
        format,
        skipCorrupt,
        coarseLabels,
        transpose,
        classMap,
        names,
        texts,
        unlabelled,
        labelsFromOne);
  }

  /** The same with texts read so. */
  public ReadOptions withTexts(@Nullable TextReading reading) {
    return new ReadOptions(
        split,
        format,
        skipCorrupt,
        coarseLabels,
        transpose,
        classMap,
        arrays,
        reading,
        unlabelled,
        labelsFromOne);
  }

  /** The same with another map of classes to outputs. */
  public ReadOptions withClassMap(@Nullable SortedMap<String, Integer> outputs) {
    return new ReadOptions(
        split,
        format,
        skipCorrupt,
        coarseLabels,
        transpose,
        outputs,
        arrays,
        texts,
        unlabelled,
        labelsFromOne);
  }

  /** The same with labels left aside, or not. */
  public ReadOptions withUnlabelled(boolean aside) {
    return new ReadOptions(
        split,
        format,
        skipCorrupt,
        coarseLabels,
        transpose,
        classMap,
        arrays,
        texts,
        aside ? true : null,
        labelsFromOne);
  }

  /** The same with labels counted from 1, or from 0. */
  public ReadOptions withLabelsFromOne(boolean fromOne) {
    return new ReadOptions(
        split,
        format,
        skipCorrupt,
        coarseLabels,
        transpose,
        classMap,
        arrays,
        texts,
        unlabelled,
        fromOne);
  }
}
