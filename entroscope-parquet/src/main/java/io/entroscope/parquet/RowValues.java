package io.entroscope.parquet;

import io.entroscope.data.column.Leaf;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/** The values of one row, leaf by leaf; filled by the library, over and over. */
final class RowValues extends RecordMaterializer<RowValues> {
  private final List<LeafValues> leaves;
  private final GroupConverter root;

  /**
   * Values of a schema that has the wanted leaves and no others.
   *
   * @param wanted in the order in which they are asked for
   */
  RowValues(MessageType schema, List<Leaf> wanted) {
    this.leaves = wanted.stream().map(leaf -> new LeafValues()).toList();
    this.root = new Inner(schema, List.of(), wanted);
  }

  void clear() {
    leaves.forEach(LeafValues::clear);
  }

  int count(int leaf) {
    return leaves.get(leaf).count();
  }

  byte[] bytes(int leaf, int index) {
    return leaves.get(leaf).bytes(index);
  }

  long whole(int leaf, int index) {
    return leaves.get(leaf).whole(index);
  }

  double real(int leaf, int index) {
    return leaves.get(leaf).real(index);
  }

  @Override
  public RowValues getCurrentRecord() {
    return this;
  }

  @Override
  public GroupConverter getRootConverter() {
    return root;
  }

  /** Hands on what is in a structure or list. */
  private final class Inner extends GroupConverter {
    private final List<Converter> fields;

    Inner(GroupType type, List<String> path, List<Leaf> wanted) {
      this.fields = type.getFields().stream().map(field -> of(field, path, wanted)).toList();
    }

    private Converter of(Type field, List<String> path, List<Leaf> wanted) {
      List<String> here = new ArrayList<>(path);
      here.add(field.getName());
      if (!field.isPrimitive()) {
        return new Inner(field.asGroupType(), here, wanted);
      }
      int place = 0;
      while (!wanted.get(place).path().equals(here)) {
        place++;
      }
      return leaves.get(place).of(field.asPrimitiveType());
    }

    @Override
    public Converter getConverter(int field) {
      return fields.get(field);
    }

    @Override
    public void start() {}

    @Override
    public void end() {}
  }
}
