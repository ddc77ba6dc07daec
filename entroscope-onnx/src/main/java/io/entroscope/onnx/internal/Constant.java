package io.entroscope.onnx.internal;

import io.entroscope.onnx.ElementType;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.Tensors;
import io.entroscope.onnx.proto.TensorProto;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A tensor whose values don't depend on the model's inputs. Its form is known at once; its values
 * are read when asked for.
 */
public final class Constant {
  private final String origin;
  private final String label;
  private final long[] dims;
  private final ElementType type;
  private final Supplier<double[]> values;

  private Constant(
      String origin, String label, long[] dims, ElementType type, Supplier<double[]> values) {
    this.origin = origin;
    this.label = label;
    this.dims = dims;
    this.type = type;
    this.values = values;
  }

  static Constant stored(String name, TensorProto tensor, OnnxModel model) {
    return new Constant(
        name,
        name,
        Tensors.dims(tensor),
        Tensors.type(tensor),
        () -> Tensors.doubles(model, tensor));
  }

  /** A constant of this form that holds one value everywhere. */
  static Constant filled(String name, long[] dims, TensorProto value) {
    return new Constant(
        name,
        "",
        dims,
        Tensors.type(value),
        () -> {
          double[] values = new double[Math.toIntExact(Tensors.elements(dims))];
          Arrays.fill(values, Tensors.doubles(value)[0]);
          return values;
        });
  }

  /** The initializer (or output of a Constant node) that the values come from. */
  public String origin() {
    return origin;
  }

  /** The name that says most about whose values they are. */
  public String label() {
    return label;
  }

  /** The same values under another label. */
  Constant labelled(String name) {
    return new Constant(origin, name, dims, type, values);
  }

  public long[] dims() {
    return dims.clone();
  }

  public int rank() {
    return dims.length;
  }

  public long elements() {
    return Tensors.elements(dims);
  }

  /** The type of the numbers as the graph uses them. */
  public ElementType type() {
    return type;
  }

  boolean isWhole() {
    return type == ElementType.INT64 || type == ElementType.INT32;
  }

  /** The values in row-major order of {@link #dims}. */
  public double[] values() {
    return values.get();
  }

  /** The values of whole numbers up to 2^53, such as axes and sizes. */
  public long[] longs() {
    double[] doubles = values.get();
    long[] longs = new long[doubles.length];
    for (int i = 0; i < longs.length; i++) {
      longs[i] = (long) doubles[i];
    }
    return longs;
  }

  /** The dimensions without those of size 1 at the front. */
  public long[] coreDims() {
    int start = 0;
    while (start < dims.length && dims[start] == 1) {
      start++;
    }
    return Arrays.copyOfRange(dims, start, dims.length);
  }

  public boolean isScalar() {
    return elements() == 1;
  }

  /** The only value of a scalar. */
  public double scalar() {
    return values.get()[0];
  }

  @Nullable Constant cast(ElementType to) {
    if (to == ElementType.UNDEFINED) {
      return null;
    }
    return new Constant(
        origin,
        label,
        dims,
        to,
        switch (to) {
          case FLOAT16, BFLOAT16, FLOAT ->
              () -> Tensors.doubles(Tensors.of("", to, dims, values.get()));
          default -> values;
        });
  }

  Constant reshaped(long[] to) {
    return new Constant(origin, label, to, type, values);
  }

  Constant transposed(long[] perm) {
    return new Constant(
        origin,
        label,
        Shapes.permute(dims, perm),
        type,
        () -> Shapes.transpose(values.get(), dims, perm));
  }

  Constant dequantized(Constant scale, @Nullable Constant zero, int axis) {
    return new Constant(
        origin,
        label,
        dims,
        scale.type,
        () -> Shapes.dequantize(values.get(), dims, scale, zero, axis));
  }
}
