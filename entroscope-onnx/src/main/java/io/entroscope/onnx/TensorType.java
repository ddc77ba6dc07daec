package io.entroscope.onnx;

import io.entroscope.onnx.proto.TensorShapeProto;
import io.entroscope.onnx.proto.TypeProto;
import io.entroscope.onnx.proto.ValueInfoProto;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The declared type of a tensor in a graph.
 *
 * @param element the type of its numbers
 * @param shape its sizes, −1 for one that is left open; empty if not even the rank is declared
 */
public record TensorType(ElementType element, Optional<List<Long>> shape) {
  public TensorType {
    shape = shape.map(List::copyOf);
  }

  /** A float32 tensor; a size of −1 is left open. */
  public static TensorType floats(long... shape) {
    return of(ElementType.FLOAT, shape);
  }

  /** An int64 tensor; a size of −1 is left open. */
  public static TensorType longs(long... shape) {
    return of(ElementType.INT64, shape);
  }

  /** A tensor of this element type; a size of −1 is left open. */
  public static TensorType of(ElementType element, long... shape) {
    List<Long> sizes = new ArrayList<>();
    for (long size : shape) {
      sizes.add(size);
    }
    return new TensorType(element, Optional.of(sizes));
  }

  /** What a graph declares of a tensor; empty if it is a sequence, a map, or of no known type. */
  public static Optional<TensorType> of(ValueInfoProto value) {
    if (!value.getType().hasTensorType()) {
      return Optional.empty();
    }
    TypeProto.Tensor tensor = value.getType().getTensorType();
    ElementType element = ElementType.of(tensor.getElemType());
    Optional<List<Long>> shape = Optional.empty();
    if (tensor.hasShape()) {
      List<Long> sizes = new ArrayList<>();
      for (TensorShapeProto.Dimension dim : tensor.getShape().getDimList()) {
        sizes.add(dim.hasDimValue() ? dim.getDimValue() : -1L);
      }
      shape = Optional.of(sizes);
    }
    return Optional.of(new TensorType(element, shape));
  }

  /** The number of dimensions; −1 if it is not declared. */
  public int rank() {
    return shape.map(List::size).orElse(-1);
  }

  /** A size; −1 if it is left open or not declared. */
  public long size(int axis) {
    List<Long> sizes = shape.orElse(Collections.emptyList());
    return axis >= 0 && axis < sizes.size() ? sizes.get(axis) : -1;
  }

  public ValueInfoProto named(String name) {
    return named(name, "batch");
  }

  /**
   * A tensor of this type.
   *
   * @param first the name of its first size, if that is left open
   */
  ValueInfoProto named(String name, String first) {
    TypeProto.Tensor.Builder tensor = TypeProto.Tensor.newBuilder().setElemType(element.number());
    shape.ifPresent(sizes -> tensor.setShape(shapeProto(sizes, first)));
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }

  private static TensorShapeProto shapeProto(List<Long> sizes, String first) {
    TensorShapeProto.Builder builder = TensorShapeProto.newBuilder();
    for (int axis = 0; axis < sizes.size(); axis++) {
      TensorShapeProto.Dimension.Builder dim = builder.addDimBuilder();
      if (sizes.get(axis) >= 0) {
        dim.setDimValue(sizes.get(axis));
      } else {
        dim.setDimParam(axis == 0 ? first : "size_" + axis);
      }
    }
    return builder.build();
  }
}
