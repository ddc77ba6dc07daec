package io.entroscope.parquet;

import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.Type;

/** A schema's path to one leaf, without what lies beside it. */
final class Projection {
  private Projection() {}

  static Type of(GroupType within, String[] path) {
    return of(within, path, 0);
  }

  private static Type of(GroupType within, String[] path, int depth) {
    Type field = within.getType(path[depth]);
    return field.isPrimitive()
        ? field
        : field.asGroupType().withNewFields(of(field.asGroupType(), path, depth + 1));
  }
}
