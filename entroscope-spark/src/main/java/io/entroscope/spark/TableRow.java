package io.entroscope.spark;

import java.io.IOException;
import java.io.Serializable;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * An image in a table.
 *
 * @param position of the row among all rows
 * @param label its class index
 * @param path the file that it was; null if the table does not say
 * @param bytes the encoded image; null if the row has none, or they are not wanted
 */
record TableRow(int position, int label, @Nullable String path, byte @Nullable [] bytes)
    implements Serializable {
  private static final int ROW = 1;
  private static final int LABEL = 2;
  private static final int BYTES = 3;
  private static final int PATH = 4;

  /**
   * A row of {@link ParquetTable#rows}.
   *
   * @param start the position of its file's first row
   */
  static TableRow of(Row row, int start) {
    return new TableRow(
        Math.toIntExact(start + row.getLong(ROW)),
        ((Number) row.get(LABEL)).intValue(),
        row.getString(PATH),
        (byte[]) row.get(BYTES));
  }

  TableRow withoutBytes() {
    return new TableRow(position, label, path, null);
  }

  /**
   * The encoded image of a row.
   *
   * @throws IOException if there is no such row, or none in it
   */
  static byte[] image(@Nullable TableRow row) throws IOException {
    if (row == null || row.bytes == null) {
      throw new IOException("the row holds no bytes");
    }
    return row.bytes.clone();
  }
}
