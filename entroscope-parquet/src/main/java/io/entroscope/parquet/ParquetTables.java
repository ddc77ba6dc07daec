package io.entroscope.parquet;

import io.entroscope.table.Column;
import io.entroscope.table.Table;
import io.entroscope.table.TableWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/**
 * Tables as Parquet, by Apache's own library: words, int64 and float64 that may be missing, vectors
 * as lists of float32; compressed with snappy, which every reader knows.
 */
public final class ParquetTables implements TableWriter {
  /** Rows of so many bytes are in memory at a time. */
  private static final long GROUP = 16L << 20;

  @Override
  public <R> void write(Table<R> table, OutputStream out) throws IOException {
    try (ParquetWriter<R> writer = new Builder<>(table, out).build()) {
      table
          .rows()
          .accept(
              row -> {
                try {
                  writer.write(row);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static MessageType schema(Table<?> table) {
    return new MessageType(
        table.name(), table.columns().stream().map(ParquetTables::field).toList());
  }

  private static Type field(Column<?> column) {
    return switch (column.type()) {
      case TEXT ->
          Types.optional(PrimitiveTypeName.BINARY)
              .as(LogicalTypeAnnotation.stringType())
              .named(column.name());
      case INTEGER -> Types.optional(PrimitiveTypeName.INT64).named(column.name());
      case REAL -> Types.optional(PrimitiveTypeName.DOUBLE).named(column.name());
      case VECTOR ->
          Types.optionalList().requiredElement(PrimitiveTypeName.FLOAT).named(column.name());
    };
  }

  private static final class Builder<R> extends ParquetWriter.Builder<R, Builder<R>> {
    private final Table<R> table;

    Builder(Table<R> table, OutputStream out) {
      super(new StreamedFile(out));
      this.table = table;
      withConf(new PlainParquetConfiguration());
      withCodecFactory(new SnappyPages());
      withCompressionCodec(CompressionCodecName.SNAPPY);
      withRowGroupSize(GROUP);
    }

    @Override
    protected Builder<R> self() {
      return this;
    }

    @Override
    @SuppressWarnings("deprecation") // It is abstract, and takes Hadoop's settings.
    protected WriteSupport<R> getWriteSupport(Configuration conf) {
      return new TableRows<>(table, schema(table));
    }

    @Override
    protected WriteSupport<R> getWriteSupport(ParquetConfiguration conf) {
      return new TableRows<>(table, schema(table));
    }
  }
}
