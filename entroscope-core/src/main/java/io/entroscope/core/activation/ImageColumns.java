package io.entroscope.core.activation;

import io.entroscope.core.run.SeenImages;
import io.entroscope.files.NpzWriter;
import io.entroscope.table.Column;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;

/** What is known of each chosen image beside its activations. Threads may add different images. */
final class ImageColumns {
  /** What an image takes in the file. */
  static final long BYTES = 3L * Long.BYTES + 2L * Float.BYTES;

  private final int[] positions;
  private final int[] labels;
  private final int[] predictions;
  private final float[] confidences;
  private final float[] margins;
  private final boolean[] seen;

  /**
   * Columns without any image.
   *
   * @param positions of the images that may come, increasing
   */
  ImageColumns(int[] positions) {
    this.positions = positions;
    this.labels = new int[positions.length];
    this.predictions = new int[positions.length];
    this.confidences = new float[positions.length];
    this.margins = new float[positions.length];
    this.seen = new boolean[positions.length];
  }

  /** The number of images that may come. */
  int planned() {
    return positions.length;
  }

  /** The number of images that came; others could not be decoded. */
  int count() {
    return (int) IntStream.range(0, seen.length).filter(row -> seen[row]).count();
  }

  /** For each row, whether its image came. */
  boolean[] seen() {
    return seen.clone();
  }

  /** Adds images; the row of each, −1 of those that were not chosen. */
  int[] put(SeenImages images) {
    int[] rows = new int[images.count()];
    for (int i = 0; i < rows.length; i++) {
      int row = Arrays.binarySearch(positions, images.position(i));
      rows[i] = Math.max(row, -1);
      if (row >= 0) {
        labels[row] = images.label(i);
        predictions[row] = images.predicted(i);
        confidences[row] = images.confidence(i);
        margins[row] = images.margin(i);
        seen[row] = true;
      }
    }
    return rows;
  }

  /**
   * Writes the columns.
   *
   * @param named whether classes are predicted
   * @param sure whether confidences and margins are known
   */
  void writeTo(NpzWriter out, boolean named, boolean sure) throws IOException {
    out.longs("positions", longs(row -> positions[row]));
    out.longs("labels", longs(row -> labels[row]));
    if (named) {
      out.longs("predictions", longs(row -> predictions[row]));
    }
    if (sure) {
      out.floats("confidences", floats(confidences));
      out.floats("margins", floats(margins));
    }
  }

  /** The same as columns of a table, by row, and the names of the classes beside their labels. */
  List<Column<Integer>> of(List<String> classes, boolean named, boolean sure) {
    List<Column<Integer>> columns = new ArrayList<>();
    columns.add(Column.integer("positions", row -> (long) positions[row]));
    columns.add(Column.integer("labels", row -> (long) labels[row]));
    columns.add(Column.text("classes", row -> classes.get(labels[row])));
    if (named) {
      columns.add(Column.integer("predictions", row -> (long) predictions[row]));
    }
    if (sure) {
      columns.add(Column.real("confidences", row -> confidences[row]));
      columns.add(Column.real("margins", row -> margins[row]));
    }
    return columns;
  }

  private long[] longs(IntToLongFunction column) {
    return IntStream.range(0, seen.length).filter(row -> seen[row]).mapToLong(column).toArray();
  }

  private float[] floats(float[] column) {
    float[] kept = new float[count()];
    int at = 0;
    for (int row = 0; row < seen.length; row++) {
      if (seen[row]) {
        kept[at++] = column[row];
      }
    }
    return kept;
  }
}
