package io.entroscope.onnx.internal;

import io.entroscope.onnx.Attributes;
import io.entroscope.onnx.ElementType;
import io.entroscope.onnx.Graph;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.Tensors;
import io.entroscope.onnx.proto.AttributeProto;
import io.entroscope.onnx.proto.NodeProto;
import io.entroscope.onnx.proto.TensorProto;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * The constant tensors of a graph: initializers, Constant nodes, and what is made from them by
 * steps that only change form or number type, as exporters put between a weight and the node that
 * uses it.
 */
public final class Constants {
  private final OnnxModel model;
  private final Graph graph;
  private final Map<String, Optional<Constant>> known = new HashMap<>();

  public Constants(OnnxModel model) {
    this.model = model;
    this.graph = model.graph();
  }

  /**
   * The constant that a tensor holds; empty if it depends on an input, or is made in a way that is
   * not followed here.
   */
  public Optional<Constant> find(String tensor) {
    Optional<Constant> found = known.get(tensor);
    if (found == null) {
      found = Optional.ofNullable(resolve(tensor));
      known.put(tensor, found);
    }
    return found;
  }

  /** The constant at an input of a node; empty if there is none. */
  public Optional<Constant> input(NodeProto node, int index) {
    return Nodes.input(node, index).flatMap(this::find);
  }

  private @Nullable Constant resolve(String tensor) {
    TensorProto initializer = graph.initializers().get(tensor);
    if (initializer != null) {
      return Constant.stored(tensor, initializer, model);
    }
    NodeProto node = graph.producer(tensor).orElse(null);
    if (node == null || !Nodes.isDefaultDomain(node)) {
      return null;
    }
    if (Nodes.is(node, "Constant")) {
      TensorProto value = constantValue(node);
      return value == null ? null : Constant.stored(tensor, value, model);
    }
    Constant from = input(node, 0).orElse(null);
    if (from == null) {
      return null;
    }
    return Nodes.is(node, "ConstantOfShape") ? filled(node, from) : follow(node, from);
  }

  private @Nullable Constant follow(NodeProto node, Constant from) {
    return switch (node.getOpType()) {
      // PyTorch stores equal weights once and gives the others their names in this way.
      case "Identity" ->
          WeightNames.isOne(node.getOutput(0)) ? from.labelled(node.getOutput(0)) : from;
      case "Cast" -> from.cast(ElementType.of((int) Attributes.longValue(node, "to", 0)));
      case "Transpose" -> transposed(node, from);
      case "Reshape", "Flatten", "Squeeze", "Unsqueeze" -> reshaped(node, from);
      case "DequantizeLinear" -> dequantized(node, from);
      default -> null;
    };
  }

  /** A constant of one value, 0 if none is given. */
  private static @Nullable Constant filled(NodeProto node, Constant dims) {
    if (!dims.isWhole()
        || Arrays.stream(dims.longs()).anyMatch(size -> size < 0)
        || Tensors.elements(dims.longs()) > Integer.MAX_VALUE - 8) {
      return null;
    }
    TensorProto value =
        Attributes.find(node, "value")
            .map(AttributeProto::getT)
            .orElseGet(() -> Tensors.ofFloats("", new long[] {1}, new float[1]));
    return Constant.filled(node.getOutput(0), dims.longs(), value);
  }

  private static @Nullable Constant transposed(NodeProto node, Constant from) {
    long[] perm = Attributes.longs(node, "perm").orElseGet(() -> reversed(from.rank()));
    long[] sorted = perm.clone();
    Arrays.sort(sorted);
    boolean permutes = Arrays.equals(sorted, LongStream.range(0, from.rank()).toArray());
    return permutes ? from.transposed(perm) : null;
  }

  /** The order of axes that Transpose takes without being told. */
  private static long[] reversed(int rank) {
    long[] perm = new long[rank];
    for (int i = 0; i < rank; i++) {
      perm[i] = rank - 1L - i;
    }
    return perm;
  }

  private @Nullable Constant reshaped(NodeProto node, Constant from) {
    long[] dims =
        switch (node.getOpType()) {
          case "Reshape" -> {
            long[] target = Attributes.longs(node, "shape").or(() -> wholeInput(node)).orElse(null);
            yield target == null
                ? null
                : Shapes.reshape(from.dims(), target, Attributes.longValue(node, "allowzero", 0));
          }
          case "Flatten" -> {
            int axis = (int) Attributes.longValue(node, "axis", 1);
            yield Math.abs(axis) > from.rank() ? null : Shapes.flatten(from.dims(), axis);
          }
          case "Squeeze" ->
              Shapes.squeeze(
                  from.dims(), Attributes.longs(node, "axes").or(() -> wholeInput(node)));
          default ->
              Attributes.longs(node, "axes")
                  .or(() -> wholeInput(node))
                  .map(axes -> Shapes.unsqueeze(from.dims(), axes))
                  .orElse(null);
        };
    return dims == null ? null : from.reshaped(dims);
  }

  private Optional<long[]> wholeInput(NodeProto node) {
    return input(node, 1).filter(Constant::isWhole).map(Constant::longs);
  }

  private @Nullable Constant dequantized(NodeProto node, Constant from) {
    Constant scale = input(node, 1).orElse(null);
    if (scale == null || Attributes.longValue(node, "block_size", 0) != 0) {
      return null;
    }
    return from.dequantized(
        scale, input(node, 2).orElse(null), (int) Attributes.longValue(node, "axis", 1));
  }

  private static @Nullable TensorProto constantValue(NodeProto node) {
    return node.getAttributeList().stream()
        .map(Constants::constantValue)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private static @Nullable TensorProto constantValue(AttributeProto attribute) {
    return switch (attribute.getName()) {
      case "value" -> attribute.getT();
      case "value_float" -> Tensors.ofFloats("", new long[0], new float[] {attribute.getF()});
      case "value_int" -> Tensors.ofLongs("", new long[0], attribute.getI());
      case "value_floats" -> {
        double[] values =
            attribute.getFloatsList().stream().mapToDouble(Float::doubleValue).toArray();
        yield Tensors.of("", ElementType.FLOAT, new long[] {values.length}, values);
      }
      case "value_ints" -> {
        long[] values = attribute.getIntsList().stream().mapToLong(Long::longValue).toArray();
        yield Tensors.ofLongs("", new long[] {values.length}, values);
      }
      default -> null;
    };
  }
}
