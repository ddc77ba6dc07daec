package io.entroscope.spark;

import io.entroscope.data.format.slice.ImageSupply;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/** The images of one part, as rows that come in their order. One thread reads at a time. */
final class RowSupply implements ImageSupply {
  private final Iterator<Tuple2<Integer, TableRow>> rows;
  private final int[] positions;
  private final int[] shown;
  private final boolean withBytes;
  private final int[] labels;
  private final @Nullable String[] paths;
  private final List<TableRow> kept = new ArrayList<>();

  /**
   * A part's images.
   *
   * @param rows by place
   * @param positions of the part's images
   * @param shown positions of the images that the result shows
   * @param withBytes whether it shows their pixels too
   */
  RowSupply(
      Iterator<Tuple2<Integer, TableRow>> rows, int[] positions, int[] shown, boolean withBytes) {
    this.rows = rows;
    this.positions = positions;
    this.shown = shown;
    this.withBytes = withBytes;
    this.labels = new int[positions.length];
    this.paths = new String[positions.length];
  }

  /** The images so far that the result shows. */
  synchronized List<TableRow> kept() {
    return List.copyOf(kept);
  }

  private int place(int position) {
    int place = Arrays.binarySearch(positions, position);
    if (place < 0) {
      throw new IndexOutOfBoundsException("row " + position + " is not in this part");
    }
    return place;
  }

  @Override
  public int size() {
    return positions.length == 0 ? 0 : positions[positions.length - 1] + 1;
  }

  @Override
  public synchronized int label(int position) {
    return labels[place(position)];
  }

  @Override
  public synchronized Optional<String> name(int position) {
    return Optional.ofNullable(paths[place(position)]);
  }

  @Override
  public String describe(int position) {
    return ParquetTable.describe("row " + position, name(position).orElse(null));
  }

  @Override
  public boolean concurrent() {
    return false;
  }

  @Override
  public synchronized byte[] read(int position) throws IOException {
    if (!rows.hasNext()) {
      throw changed(position);
    }
    TableRow row = rows.next()._2();
    if (row.position() != position) {
      throw changed(position);
    }
    int place = place(position);
    labels[place] = row.label();
    paths[place] = row.path();
    if (Arrays.binarySearch(shown, position) >= 0) {
      kept.add(withBytes ? row : row.withoutBytes());
    }
    return TableRow.image(row);
  }

  private static IllegalStateException changed(int position) {
    return new IllegalStateException(
        "row " + position + " is not where it was when the analysis was planned; start again");
  }
}
