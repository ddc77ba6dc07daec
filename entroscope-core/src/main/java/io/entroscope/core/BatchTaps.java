package io.entroscope.core;

import io.entroscope.core.AnalysisPlan.Tap;
import io.entroscope.core.ort.OrtRunner;
import io.entroscope.data.Batch;
import io.entroscope.data.PositionHash;
import java.util.List;
import java.util.Map;

/** What all tap points gave for one batch, with each image's class, group and prediction. */
final class BatchTaps {
  private final List<TapBatch> taps;
  private final int[] positions;
  private final int[] labels;
  private final int[] groups;
  private final int[] predicted;
  private final int[] byClass;
  private int index;
  private int count;

  BatchTaps(List<Tap> taps, int batch) {
    this.taps = taps.stream().map(tap -> new TapBatch(tap, batch)).toList();
    this.positions = new int[batch];
    this.labels = new int[batch];
    this.groups = new int[batch];
    this.predicted = new int[batch];
    this.byClass = new int[batch];
  }

  /** Starts a batch, which is then {@linkplain #copyFrom copied} piece by piece. */
  void start(Batch batch, Map<Integer, Integer> placeOfLabel, long seed) {
    index = batch.index();
    count = batch.count();
    int[] end = new int[placeOfLabel.size() + 1];
    for (int i = 0; i < count; i++) {
      positions[i] = batch.position(i);
      labels[i] = placeOfLabel.getOrDefault(batch.label(i), -1);
      groups[i] = group(seed, positions[i]);
      end[labels[i] + 1]++;
    }
    for (int c = 1; c < end.length; c++) {
      end[c] += end[c - 1];
    }
    for (int i = 0; i < count; i++) {
      byClass[end[labels[i]]++] = i;
    }
  }

  /** Copies a piece of the batch; different threads may copy different pieces. */
  void copyFrom(OrtRunner runner, PredictionReader predictions, int from, int images) {
    taps.forEach(tap -> tap.copyFrom(runner, from, images));
    System.arraycopy(predictions.read(runner, images), 0, predicted, from, images);
  }

  /** The jackknife group of an image. */
  static int group(long seed, int position) {
    return (int) Long.remainderUnsigned(PositionHash.hash(seed, position), AnalysisOptions.GROUPS);
  }

  int index() {
    return index;
  }

  int count() {
    return count;
  }

  /**
   * The images class by class, those of a class in their order: what is kept of a class is then in
   * the cache.
   */
  int byClass(int place) {
    return byClass[place];
  }

  TapBatch tap(int tap) {
    return taps.get(tap);
  }

  int position(int image) {
    return positions[image];
  }

  /** The class, as its place in the plan's labels. */
  int label(int image) {
    return labels[image];
  }

  int group(int image) {
    return groups[image];
  }

  /** The class index that the model predicts. */
  int predicted(int image) {
    return predicted[image];
  }
}
