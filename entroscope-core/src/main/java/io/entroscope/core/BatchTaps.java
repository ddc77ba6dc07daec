package io.entroscope.core;

import io.entroscope.core.AnalysisPlan.Tap;
import io.entroscope.core.Pieces.Piece;
import io.entroscope.core.ort.OrtRunner;
import io.entroscope.data.Batch;
import io.entroscope.data.PositionHash;
import java.util.List;
import java.util.Map;

/** What all tap points gave for one piece of a batch, with each image's class and group. */
final class BatchTaps {
  private final List<TapBatch> taps;
  private final int[] positions;
  private final int[] labels;
  private final int[] groups;
  private int number;
  private int count;

  BatchTaps(List<Tap> taps, int images) {
    this.taps = taps.stream().map(tap -> new TapBatch(tap, images)).toList();
    this.positions = new int[images];
    this.labels = new int[images];
    this.groups = new int[images];
  }

  void copyFrom(OrtRunner runner, Piece piece, Map<Integer, Integer> placeOfLabel, long seed) {
    Batch batch = piece.batch();
    number = piece.number();
    count = piece.count();
    for (int i = 0; i < count; i++) {
      positions[i] = batch.position(piece.from() + i);
      labels[i] = placeOfLabel.getOrDefault(batch.label(piece.from() + i), -1);
      groups[i] = group(seed, positions[i]);
    }
    taps.forEach(tap -> tap.copyFrom(runner, count));
  }

  /** The jackknife group of an image. */
  static int group(long seed, int position) {
    return (int) Long.remainderUnsigned(PositionHash.hash(seed, position), AnalysisOptions.GROUPS);
  }

  /** The number of the piece. */
  int number() {
    return number;
  }

  int count() {
    return count;
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
}
