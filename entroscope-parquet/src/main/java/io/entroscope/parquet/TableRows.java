package io.entroscope.parquet;

import io.entroscope.table.Column;
import io.entroscope.table.Table;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/** Hands the cells of a table's rows to the library. */
final class TableRows<R> extends WriteSupport<R> {
  /** The names of a list's inside, as the format's specification has them. */
  private static final String LIST = "list";

  private static final String ELEMENT = "element";

  private final Table<R> table;
  private final MessageType schema;
  private @Nullable RecordConsumer consumer;

  TableRows(Table<R> table, MessageType schema) {
    this.table = table;
    this.schema = schema;
  }

  @Override
  @SuppressWarnings("deprecation") // It is abstract, and takes Hadoop's settings.
  public WriteContext init(Configuration configuration) {
    return new WriteContext(schema, Map.of());
  }

  @Override
  public WriteContext init(ParquetConfiguration configuration) {
    return new WriteContext(schema, Map.of());
  }

  @Override
  public void prepareForWrite(RecordConsumer into) {
    consumer = into;
  }

  @Override
  public void write(R row) {
    RecordConsumer into = consumer;
    if (into == null) {
      throw new IllegalStateException("nothing to write to");
    }
    into.startMessage();
    for (int c = 0; c < table.columns().size(); c++) {
      Column<R> column = table.columns().get(c);
      Object value = column.value().apply(row);
      if (value != null) {
        into.startField(column.name(), c);
        cell(into, column.type(), value);
        into.endField(column.name(), c);
      }
    }
    into.endMessage();
  }

  private static void cell(RecordConsumer into, Column.Type type, Object value) {
    switch (type) {
      case TEXT -> into.addBinary(Binary.fromString((String) value));
      case INTEGER -> into.addLong(((Number) value).longValue());
      case REAL -> into.addDouble(((Number) value).doubleValue());
      case VECTOR -> vector(into, (float[]) value);
    }
  }

  private static void vector(RecordConsumer into, float[] values) {
    into.startGroup();
    if (values.length > 0) {
      into.startField(LIST, 0);
      for (float value : values) {
        into.startGroup();
        into.startField(ELEMENT, 0);
        into.addFloat(value);
        into.endField(ELEMENT, 0);
        into.endGroup();
      }
      into.endField(LIST, 0);
    }
    into.endGroup();
  }
}
