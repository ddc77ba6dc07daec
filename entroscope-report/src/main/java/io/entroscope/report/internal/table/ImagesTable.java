package io.entroscope.report.internal.table;

import io.entroscope.result.AnalysisResult;
import io.entroscope.result.ImageTable;
import io.entroscope.table.Column;
import io.entroscope.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** What the model made of every image, an image to a row. */
public final class ImagesTable {
  /** The name of its file, without the ending. */
  public static final String NAME = "images";

  private ImagesTable() {}

  /** The table of a result; empty where the result keeps nothing of single images. */
  public static Optional<Table<?>> of(AnalysisResult result) {
    ImageTable images = result.images();
    if (images == null) {
      return Optional.empty();
    }
    return Optional.of(
        new Table<Integer>(
            NAME,
            columns(images),
            into -> IntStream.range(0, images.count()).forEach(into::accept)));
  }

  private static List<Column<Integer>> columns(ImageTable images) {
    List<Column<Integer>> columns = new ArrayList<>();
    columns.add(Column.integer("position", row -> (long) images.positionOf(row)));
    columns.add(Column.integer("label", row -> (long) images.labelOf(row)));
    if (images.predicted() != null) {
      columns.add(Column.integer("predicted", row -> (long) images.predictedOf(row)));
    }
    columns.add(Column.real("confidence", images::confidenceOf));
    columns.add(Column.real("margin", images::marginOf));
    for (int l = 0; l < images.layers().size(); l++) {
      int layer = l;
      columns.add(
          Column.real(
              "imageEntropy_nats_" + images.layers().get(l), row -> images.entropyOf(row, layer)));
    }
    return columns;
  }
}
