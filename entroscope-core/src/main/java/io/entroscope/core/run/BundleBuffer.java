package io.entroscope.core.run;

import io.entroscope.core.ort.OrtRunner;
import io.entroscope.core.plan.AnalysisPlan.Tap;
import io.entroscope.core.plan.BundleLayout;
import io.entroscope.core.plan.PredictionReader;
import io.entroscope.data.batch.Batch;
import io.entroscope.onnx.observe.BlockOutputs;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The outputs of all tap points for the batches of one {@linkplain BundleLayout bundle}, with the
 * class, jackknife group and prediction of each image. Each batch has its own slot, in whatever
 * order they arrive; images are numbered by slot.
 */
final class BundleBuffer {
  private final int batchSize;
  private final int classes;
  private final List<TapBuffer> taps;
  private final List<BlockBuffer> blocks;
  private final int[] counts;
  private final int[] positions;
  private final int[] places;
  private final int[] groups;
  private final int[] predicted;
  private final float[] confidence;
  private final float[] margin;
  private final long[] contents;
  private final int[] inOrder;
  private final int[] byClass;
  private int index;
  private int count;

  /**
   * A buffer for one bundle at a time.
   *
   * @param blocks the measured ones
   * @param batches of a bundle
   * @param batchSize images of a full batch
   */
  BundleBuffer(List<Tap> taps, List<BlockOutputs> blocks, int classes, int batches, int batchSize) {
    int images = Math.multiplyExact(batches, batchSize);
    this.batchSize = batchSize;
    this.classes = classes;
    this.taps = taps.stream().map(tap -> new TapBuffer(tap, images)).toList();
    this.blocks = blocks.stream().map(block -> new BlockBuffer(block, images)).toList();
    this.counts = new int[batches];
    this.positions = new int[images];
    this.places = new int[images];
    this.groups = new int[images];
    this.predicted = new int[images];
    this.confidence = new float[images];
    this.margin = new float[images];
    this.contents = new long[images];
    this.inOrder = new int[images];
    this.byClass = new int[images];
  }

  /** Clears the buffer for a bundle. */
  void start(int bundle) {
    index = bundle;
    Arrays.fill(counts, 0);
  }

  /**
   * Registers a batch, whose outputs are then {@linkplain #copyFrom copied} piece by piece.
   *
   * @param groupOfImage the jackknife's groups of its images
   */
  void put(int slot, Batch batch, Map<Integer, Integer> placeOfLabel, byte[] groupOfImage) {
    counts[slot] = batch.count();
    for (int i = 0; i < batch.count(); i++) {
      int image = slot * batchSize + i;
      positions[image] = batch.position(i);
      places[image] = placeOfLabel.getOrDefault(batch.label(i), -1);
      groups[image] = groupOfImage[i];
      contents[image] = batch.content(i);
    }
  }

  /**
   * Copies the outputs for a piece of a batch; several threads may copy different pieces.
   *
   * @param from index in the batch of the piece's first image
   */
  void copyFrom(OrtRunner runner, PredictionReader predictions, int slot, int from, int images) {
    int first = slot * batchSize + from;
    taps.forEach(tap -> tap.copyFrom(runner, first, images));
    blocks.forEach(block -> block.copyFrom(runner, first, images));
    PredictionReader.Said said = predictions.read(runner, images);
    System.arraycopy(said.classes(), 0, predicted, first, images);
    System.arraycopy(said.confidence(), 0, confidence, first, images);
    System.arraycopy(said.margin(), 0, margin, first, images);
  }

  /** Orders the images, once all batches have been copied. */
  void finish() {
    int[] end = new int[classes + 1];
    count = 0;
    for (int slot = 0; slot < counts.length; slot++) {
      for (int i = 0; i < counts[slot]; i++) {
        int image = slot * batchSize + i;
        inOrder[count++] = image;
        end[places[image] + 1]++;
      }
    }
    for (int c = 1; c < end.length; c++) {
      end[c] += end[c - 1];
    }
    for (int i = 0; i < count; i++) {
      int image = inOrder[i];
      byClass[end[places[image]]++] = image;
    }
  }

  /** The number of the bundle. */
  int index() {
    return index;
  }

  /** The number of images. */
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
   * The images class by class, those of a class in order of position, so that the state of a class
   * stays in the cache.
   *
   * @param i below {@link #count}
   */
  int byClass(int i) {
    return byClass[i];
  }

  TapBuffer tap(int tap) {
    return taps.get(tap);
  }

  BlockBuffer block(int block) {
    return blocks.get(block);
  }

  int position(int image) {
    return positions[image];
  }

  /** The class, as its place among the analysed classes. */
  int place(int image) {
    return places[image];
  }

  /** The group of the jackknife. */
  int group(int image) {
    return groups[image];
  }

  /** The class index that the model predicts. */
  int predicted(int image) {
    return predicted[image];
  }

  /** The probability of that class. */
  float confidence(int image) {
    return confidence[image];
  }

  /** That probability less the next largest. */
  float margin(int image) {
    return margin[image];
  }

  /** A hash of the image itself. */
  long content(int image) {
    return contents[image];
  }
}
