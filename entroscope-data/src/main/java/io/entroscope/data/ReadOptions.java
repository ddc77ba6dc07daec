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

  /** Starts from {@link #DEFAULT}. */
  public static Builder builder() {
    return DEFAULT.toBuilder();
  }

  /** Starts from these. */
  public Builder toBuilder() {
    return new Builder(this);
  }

  /** Collects how data are to be read; each method is a component of the record. */
  public static final class Builder {
    private Split split;
    private @Nullable Format format;
    private boolean skipCorrupt;
    private boolean coarseLabels;
    private boolean transpose;
    private @Nullable SortedMap<String, Integer> classMap;
    private @Nullable ArrayNames arrays;
    private @Nullable TextReading texts;
    private @Nullable Boolean unlabelled;
    private @Nullable Boolean labelsFromOne;

    private Builder(ReadOptions from) {
      split = from.split;
      format = from.format;
      skipCorrupt = from.skipCorrupt;
      coarseLabels = from.coarseLabels;
      transpose = from.transpose;
      classMap = from.classMap;
      arrays = from.arrays;
      texts = from.texts;
      unlabelled = from.unlabelled;
      labelsFromOne = from.labelsFromOne;
    }

    public Builder split(Split value) {
      split = value;
      return this;
    }

    public Builder format(@Nullable Format value) {
      format = value;
      return this;
    }

    public Builder skipCorrupt(boolean value) {
      skipCorrupt = value;
      return this;
    }

    public Builder coarseLabels(boolean value) {
      coarseLabels = value;
      return this;
    }

    public Builder transpose(boolean value) {
      transpose = value;
      return this;
    }

    public Builder classMap(@Nullable SortedMap<String, Integer> value) {
      classMap = value;
      return this;
    }

    public Builder arrays(@Nullable ArrayNames value) {
      arrays = value;
      return this;
    }

    public Builder texts(@Nullable TextReading value) {
      texts = value;
      return this;
    }

    public Builder unlabelled(@Nullable Boolean value) {
      unlabelled = value;
      return this;
    }

    public Builder labelsFromOne(@Nullable Boolean value) {
      labelsFromOne = value;
      return this;
    }

    /** What was collected. */
    public ReadOptions build() {
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
          labelsFromOne);
    }
  }
}
