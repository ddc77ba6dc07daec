package io.entroscope.parquet;

import io.entroscope.data.column.Leaf;
import io.entroscope.data.column.Leaf.Kind;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.EnumLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.JsonLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;

/** What a schema's columns are. */
final class Leaves {
  private Leaves() {}

  static List<Leaf> of(MessageType schema) {
    return schema.getColumns().stream().map(Leaves::of).toList();
  }

  private static Leaf of(ColumnDescriptor column) {
    return new Leaf(
        Arrays.asList(column.getPath()),
        kind(column.getPrimitiveType()),
        column.getMaxRepetitionLevel() > 0);
  }

  private static Kind kind(PrimitiveType type) {
    LogicalTypeAnnotation says = type.getLogicalTypeAnnotation();
    boolean plain = says == null;
    return switch (type.getPrimitiveTypeName()) {
      case BOOLEAN -> Kind.TRUTH;
      case INT32, INT64 ->
          plain || says instanceof IntLogicalTypeAnnotation ? Kind.WHOLE : Kind.OTHER;
      case FLOAT -> Kind.FLOAT;
      case DOUBLE -> Kind.DOUBLE;
      case BINARY -> binary(says);
      case FIXED_LEN_BYTE_ARRAY -> plain ? Kind.BYTES : Kind.OTHER;
      case INT96 -> Kind.OTHER;
    };
  }

  private static Kind binary(LogicalTypeAnnotation says) {
    if (says == null) {
      return Kind.BYTES;
    }
    boolean text =
        says instanceof StringLogicalTypeAnnotation
            || says instanceof EnumLogicalTypeAnnotation
            || says instanceof JsonLogicalTypeAnnotation;
    return text ? Kind.TEXT : Kind.OTHER;
  }
}
