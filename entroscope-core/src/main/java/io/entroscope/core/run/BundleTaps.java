package io.entroscope.core.run;

import io.entroscope.core.ort.OrtRunner;
import io.entroscope.core.plan.AnalysisPlan.Tap;
import io.entroscope.core.plan.Bundles;
import io.entroscope.core.plan.PredictionReader;
import io.entroscope.data.batch.Batch;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What all tap points gave for the batches of one {@linkplain Bundles bundle}, with each image's
 * class, group and prediction. Each batch has a slot of its own, whatever order they come in; an
 * image is known by its place there.
 */
final class BundleTaps {
  private final int batchSize;
  private final int classes;
  private final List<TapBundle> taps;
  private final int[] counts;
  private final int[] positions;
  private final int[] labels;
  private final int[] groups;
  private final int[] predicted;
  private final int[] inOrder;
  private final int[] byClass;
  private int index;
  private int count;

  /**
   * Room for a bundle.
   *
   * @param batches of a bundle
   * @param batchSize images of a full batch
   */
  BundleTaps(List<Tap> taps, int classes, int batches, int batchSize) {
    int images = Math.multiplyExact(batches, batchSize);
    this.batchSize = batchSize;
    this.classes = classes;
    this.taps = taps.stream().map(tap -> new TapBundle(tap, images)).toList();
    this.counts = new int[batches];
    this.positions = new int[images];
    this.labels = new int[images];
    this.groups = new int[images];
    this.predicted = new int[images];
    this.inOrder = new int[images];
    this.byClass = new int[images];
  }

  /** Empties it for a bundle. */
  void start(int bundle) {
    index = bundle;
    Arrays.fill(counts, 0);
  }

  /**
   * Takes in a batch, which is then {@linkplain #copyFrom copied} piece by piece.
   *
   * @param groupOfImage the jackknife's groups of its images
   */
  void put(int slot, Batch batch, Map<Integer, Integer> placeOfLabel, byte[] groupOfImage) {
    counts[slot] = batch.count();
    for (int i = 0; i < batch.count(); i++) {
      int image = slot * batchSize + i;
      positions[image] = batch.position(i);
      labels[image] = placeOfLabel.getOrDefault(batch.label(i), -1);
      groups[image] = groupOfImage[i];
    }
  }

  /**
   * Copies a piece of a batch; different threads may copy different pieces.
   *
   * @param from the place in the batch of its first image
   */
  void copyFrom(OrtRunner runner, PredictionReader predictions, int slot, int from, int images) {
    int first = slot * batchSize + from;
    taps.forEach(tap -> tap.copyFrom(runner, first, images));
    System.arraycopy(predictions.read(runner, images), 0, predicted, first, images);
  }

  /** Orders the images, once all batches have been copied. */
  void finish() {
    int[] end = new int[classes + 1];
    count = 0;
    for (int slot = 0; slot < counts.length; slot++) {
      for (int i = 0; i < counts[slot]; i++) {
        int image = slot * batchSize + i;
        inOrder[count++] = image;
        end[labels[image] + 1]++;
      }
    }
    for (int c = 1; c < end.length; c++) {
      end[c] += end[c - 1];
    }
    for (int i = 0; i < count; i++) {
      int image = inOrder[i];
      byClass[end[labels[image]]++] = image;
    }
  }

  /** The number of the bundle. */
  int index() {
    return index;
  }

  /** How many images there are. */
  int count() {
    return count;
  }

  /**
   * The images in the order of their positions.
   *
   * @param i below {@link #count}
   */
  int inOrder(int i) {
    return inOrder[i];
  }

  /**
   * The images class by class, those of a class in their order: what is kept of a class is then in
   * the cache.
   *
   * @param i below {@link #count}
   */
  int byClass(int i) {
    return byClass[i];
  }

  TapBundle tap(int tap) {
    return taps.get(tap);
  }

  int position(int image) {
    return positions[image];
  }

  /** The class, as its place in the plan's labels. */
  int label(int image) {
    return labels[image];
  }

  /** The group of the jackknife. */
  int group(int image) {
    return groups[image];
  }

  /** The class index that the model predicts. */
  int predicted(int image) {
    return predicted[image];
  }
}
