package io.entroscope.parquet;

import io.entroscope.data.DataException;
import io.entroscope.data.column.Leaf;
import io.entroscope.data.column.Rows;
import java.io.IOException;
import java.util.List;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/** Rows of a file, group of rows by group of rows. */
final class ParquetRows implements Rows {
  private final ParquetFile file;
  private final ParquetFileReader reader;
  private final RowValues values;
  private final MessageColumnIO columns;
  private int group;
  private long skip;
  private long left;
  private @Nullable PageReadStore pages;
  private @Nullable RecordReader<RowValues> records;

  ParquetRows(ParquetFile file, ParquetFileReader reader, List<Leaf> leaves, long from) {
    this.file = file;
    this.reader = reader;
    MessageType schema = reader.getFileMetaData().getSchema();
    List<ColumnDescriptor> wanted =
        leaves.stream()
            .map(leaf -> schema.getColumnDescription(leaf.path().toArray(String[]::new)))
            .toList();
    reader.setRequestedSchema(wanted);
    MessageType read = projection(schema, wanted);
    this.values = new RowValues(read, leaves);
    this.columns = new ColumnIOFactory().getColumnIO(read, schema, true);
    this.skip = from;
    while (group < groups().size() && skip >= groups().get(group).getRowCount()) {
      skip -= groups().get(group).getRowCount();
      group++;
    }
  }

  private static MessageType projection(MessageType schema, List<ColumnDescriptor> wanted) {
    return wanted.stream()
        .map(column -> new MessageType(schema.getName(), Projection.of(schema, column.getPath())))
        .reduce(MessageType::union)
        .orElseThrow();
  }

  private List<BlockMetaData> groups() {
    return reader.getRowGroups();
  }

  @Override
  public boolean next() {
    return ParquetFile.damaged(
        file.path(),
        () -> {
          while (left == 0) {
            if (group == groups().size()) {
              return false;
            }
            open();
          }
          left--;
          values.clear();
          require(records).read();
          return true;
        });
  }

  private static <T> T require(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("no group of rows is open");
    }
    return value;
  }

  private void open() throws IOException {
    closePages();
    long rows = groups().get(group).getRowCount();
    if (rows == 0) {
      group++;
      return;
    }
    PageReadStore next = new CheckedPages(reader.readRowGroup(group));
    pages = next;
    records = columns.getRecordReader(next, values);
    group++;
    left = rows - skip;
    for (; skip > 0; skip--) {
      values.clear();
      require(records).read();
    }
  }

  @Override
  public int count(int leaf) {
    return values.count(leaf);
  }

  @Override
  public byte[] bytes(int leaf, int index) {
    return values.bytes(leaf, index);
  }

  @Override
  public long whole(int leaf, int index) {
    return values.whole(leaf, index);
  }

  @Override
  public double real(int leaf, int index) {
    return values.real(leaf, index);
  }

  private void closePages() {
    if (pages != null) {
      pages.close();
      pages = null;
      records = null;
    }
  }

  @Override
  public void close() {
    closePages();
    try {
      reader.close();
    } catch (IOException e) {
      throw new DataException("cannot close " + file.path() + ": " + e.getMessage(), e);
    }
  }
}
