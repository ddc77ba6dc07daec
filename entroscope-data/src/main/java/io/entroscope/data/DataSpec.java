package io.entroscope.data;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which images are meant: where they lie, which part of them, and how they are to be read.
 *
 * @param path a folder, or a file in one of the formats
 * @param read the part, and how it is read
 */
public record DataSpec(Path path, ReadOptions read) {

  /** The test split at a path, in the format that its content shows. */
  public static DataSpec of(Path path) {
    return new DataSpec(path, ReadOptions.DEFAULT);
  }

  /** The part; a dataset that is not divided counts as whichever is asked for. */
  public Split split() {
    return read.split();
  }

  /** How the images are stored; empty: found out from the content. */
  public Optional<Format> format() {
    return Optional.ofNullable(read.format());
  }

  /** Whether images that cannot be decoded are counted and left out, rather than an error. */
  public boolean skipCorrupt() {
    return read.skipCorrupt();
  }

  /** For CIFAR-100: whether the 20 coarse classes are meant instead of the 100 fine ones. */
  public boolean coarseLabels() {
    return read.coarseLabels();
  }

  /** For IDX: whether rows and columns change places before the model sees an image. */
  public boolean transpose() {
    return read.transpose();
  }

  /** For NumPy arrays: which are meant. */
  public ArrayNames arrays() {
    ArrayNames said = read.arrays();
    return said == null ? ArrayNames.UNSAID : said;
  }

  /** For texts: how they are read. */
  public TextReading texts() {
    TextReading said = read.texts();
    return said == null ? TextReading.UNSAID : said;
  }

  /** Whether labels are left aside, or known to be absent. */
  public boolean unlabelled() {
    return Boolean.TRUE.equals(read.unlabelled());
  }

  private DataSpec reading(ReadOptions.Builder how) {
    return new DataSpec(path, how.build());
  }

  /** The same, with all examples as one class, or not. */
  public DataSpec withUnlabelled(boolean aside) {
    return reading(read.toBuilder().unlabelled(aside ? true : null));
  }

  /** The same with another split. */
  public DataSpec withSplit(Split other) {
    return reading(read.toBuilder().split(other));
  }

  /** The same, read as this format whatever the content seems to be. */
  public DataSpec withFormat(Format other) {
    return reading(read.toBuilder().format(other));
  }

  /** The same, with images that cannot be decoded left out or not. */
  public DataSpec withSkipCorrupt(boolean skip) {
    return reading(read.toBuilder().skipCorrupt(skip));
  }

  /** The same, with CIFAR-100's coarse classes or not. */
  public DataSpec withCoarseLabels(boolean coarse) {
    return reading(read.toBuilder().coarseLabels(coarse));
  }

  /** The same, with rows and columns exchanged or not. */
  public DataSpec withTranspose(boolean exchange) {
    return reading(read.toBuilder().transpose(exchange));
  }

  /** The same with texts read so. */
  public DataSpec withTexts(TextReading reading) {
    return reading(read.toBuilder().texts(reading));
  }

  /** The same with these arrays. */
  public DataSpec withArrays(ArrayNames names) {
    return reading(read.toBuilder().arrays(names));
  }

  /** The same, with labels that are numbers counted from 1, or from 0. */
  public DataSpec withLabelsFromOne(boolean fromOne) {
    return reading(read.toBuilder().labelsFromOne(fromOne));
  }

  /**
   * The same, with the output of a model that each class is.
   *
   * @param outputs by the name of the class; null: that of its place among the classes
   */
  public DataSpec withClassMap(@Nullable Map<String, Integer> outputs) {
    return reading(read.toBuilder().classMap(outputs == null ? null : new TreeMap<>(outputs)));
  }
}
