package io.entroscope.data.format.parquet;

import io.entroscope.data.DataException;
import io.entroscope.data.DataSpec;
import io.entroscope.data.Format;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.column.Leaf;
import io.entroscope.data.column.Rows;
import io.entroscope.data.format.internal.TableLayout;
import io.entroscope.data.format.internal.TableRows;
import io.entroscope.data.format.slice.DataFacts;
import io.entroscope.data.format.slice.ImageSupply;
import io.entroscope.data.format.slice.SuppliedDataSet;
import io.entroscope.files.FileStamps;
import io.entroscope.setting.Setting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Encoded images in a table. Rows are read one after the other; asking for an earlier one begins at
 * its group of rows again.
 */
public final class TableImages implements ImageSupply {
  private final TableRows rows;
  private final List<Leaf> leaves;
  private final int[] labels;
  private @Nullable Rows reading;
  private int next;
  private @Nullable String path;
  private int pathOf = -1;

  private TableImages(TableRows rows, List<Leaf> leaves, int[] labels) {
    this.rows = rows;
    this.leaves = leaves;
    this.labels = labels;
  }

  /**
   * Opens the images of a split.
   *
   * @param rows closed with the dataset
   * @param mayLackLabels whether there may be no labels
   * @throws DataException if there are no labels, or they are not as they must be
   */
  public static ImageDataSet open(
      DataSpec spec, TableRows rows, TableLayout layout, boolean mayLackLabels) {
    if (layout.label().isEmpty() && !mayLackLabels && !spec.unlabelled()) {
      throw new DataException(
          spec.path() + " has no column of labels; name it with " + Setting.LABEL_COLUMN);
    }
    boolean aside = layout.label().isEmpty() || spec.unlabelled();
    TableLabels labels =
        aside
            ? new TableLabels(new int[rows.size()], List.of(), false, false)
            : TableLabels.read(spec, rows, layout.label().get());
    DataSpec read = labels.fromOne() ? spec.withLabelsFromOne(true) : spec;
    DataFacts facts =
        new DataFacts(
            Format.PARQUET,
            TableFiles.split(spec),
            labels.names(),
            labels.named(),
            null,
            read.withUnlabelled(aside).read());
    List<Leaf> leaves = new ArrayList<>(layout.examples());
    layout.imagePath().ifPresent(leaves::add);
    return new SuppliedDataSet(spec.path(), facts, new TableImages(rows, leaves, labels.of()));
  }

  @Override
  public int size() {
    return labels.length;
  }

  @Override
  public int label(int position) {
    return labels[position];
  }

  @Override
  public FileStamps files() {
    return rows.files();
  }

  @Override
  public synchronized Optional<String> name(int position) {
    if (leaves.size() == 1) {
      return Optional.empty();
    }
    if (position != pathOf) {
      try (Rows one = rows.read(List.of(leaves.get(1)), position)) {
        path = one.next() && one.count(0) > 0 ? text(one.bytes(0, 0)) : null;
        pathOf = position;
      }
    }
    return Optional.ofNullable(path);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Override
  public String describe(int position) {
    return rows.describe(position);
  }

  @Override
  public boolean concurrent() {
    return false;
  }

  @Override
  public synchronized byte[] read(int position) throws IOException {
    if (reading == null || position < next) {
      close(reading);
      reading = rows.read(leaves, position);
      next = position;
    }
    Rows from = reading;
    while (next <= position) {
      if (!from.next()) {
        throw new DataException(describe(position) + " is not there; download the file again");
      }
      next++;
    }
    if (leaves.size() > 1) {
      path = from.count(1) > 0 ? text(from.bytes(1, 0)) : null;
      pathOf = position;
    }
    if (from.count(0) == 0) {
      throw new IOException("the row holds no bytes of an image");
    }
    return from.bytes(0, 0);
  }

  private static void close(@Nullable Rows rows) {
    if (rows != null) {
      rows.close();
    }
  }

  @Override
  public synchronized void close() {
    close(reading);
    rows.close();
  }
}
