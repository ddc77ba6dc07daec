package io.entroscope.parquet;

import java.util.Arrays;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;

/** The values of one leaf in one row. */
final class LeafValues extends PrimitiveConverter {
  private long[] whole = new long[1];
  private double[] real = new double[1];
  private byte[][] bytes = new byte[1][];
  private int count;
  private boolean unsigned;

  /** The same, of values of a type. */
  LeafValues of(PrimitiveType type) {
    unsigned =
        type.getLogicalTypeAnnotation() instanceof IntLogicalTypeAnnotation says
            && !says.isSigned();
    return this;
  }

  void clear() {
    count = 0;
  }

  int count() {
    return count;
  }

  byte[] bytes(int index) {
    return bytes[index];
  }

  long whole(int index) {
    return whole[index];
  }

  double real(int index) {
    return real[index];
  }

  private int grow() {
    if (count == whole.length) {
      whole = Arrays.copyOf(whole, 2 * count);
      real = Arrays.copyOf(real, 2 * count);
      bytes = Arrays.copyOf(bytes, 2 * count);
    }
    return count++;
  }

  @Override
  public void addBinary(Binary value) {
    int at = grow();
    bytes[at] = value.getBytes();
  }

  @Override
  public void addBoolean(boolean value) {
    addLong(value ? 1 : 0);
  }

  @Override
  public void addInt(int value) {
    addLong(unsigned ? Integer.toUnsignedLong(value) : value);
  }

  @Override
  public void addLong(long value) {
    int at = grow();
    whole[at] = value;
    real[at] = value;
  }

  @Override
  public void addFloat(float value) {
    addDouble(value);
  }

  @Override
  public void addDouble(double value) {
    int at = grow();
    real[at] = value;
    whole[at] = (long) value;
  }
}
