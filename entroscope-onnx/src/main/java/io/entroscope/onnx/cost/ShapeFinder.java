package io.entroscope.onnx.cost;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.entroscope.onnx.Attributes;
import io.entroscope.onnx.Graph;
import io.entroscope.onnx.OnnxException;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.Tensors;
import io.entroscope.onnx.internal.Constant;
import io.entroscope.onnx.internal.Constants;
import io.entroscope.onnx.internal.Elementwise;
import io.entroscope.onnx.internal.Nodes;
import io.entroscope.onnx.internal.Shapes;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * The shapes of a graph's tensors for given shapes of its inputs, as far as the operators that
 * classifiers are made of go. A tensor behind an operator that is not known here has no shape.
 */
final class ShapeFinder {
  private static final Set<String> KEEPING =
      Set.of(
          "BatchNormalization",
          "CumSum",
          "DequantizeLinear",
          "Dropout",
          "DynamicQuantizeLinear",
          "Hardmax",
          "InstanceNormalization",
          "GroupNormalization",
          "LRN",
          "LayerNormalization",
          "LogSoftmax",
          "LpNormalization",
          "MeanVarianceNormalization",
          "QuantizeLinear",
          "Softmax",
          "BiasGelu",
          "FastGelu",
          "QuickGelu");
  private static final Set<String> BROADCASTING =
      Set.of(
          "Add",
          "And",
          "Div",
          "Equal",
          "Greater",
          "GreaterOrEqual",
          "Less",
          "LessOrEqual",
          "Max",
          "Mean",
          "Min",
          "Mul",
          "Or",
          "PRelu",
          "Pow",
          "Sub",
          "Sum",
          "Where",
          "Xor");

  private final Graph graph;
  private final Constants constants;
  private final Map<String, long[]> shapes = new HashMap<>();
  private final Map<String, long[]> numbers = new HashMap<>();

  ShapeFinder(OnnxModel model, Map<String, long[]> inputs) {
    this.graph = model.graph();
    this.constants = new Constants(model);
    shapes.putAll(inputs);
    graph.initializers().forEach((name, tensor) -> shapes.put(name, Tensors.dims(tensor)));
    for (NodeProto node : graph.nodes()) {
      try {
        infer(node);
      } catch (IndexOutOfBoundsException
          | ArithmeticException
          | IllegalArgumentException
          | OnnxException e) {
        // Attributes that contradict the tensors: a damaged model, whose tensors have no shape.
        shapes.keySet().removeAll(node.getOutputList());
      }
    }
  }

  /** The shape of a tensor; empty if it is not known. */
  Optional<long[]> find(String tensor) {
    return Optional.ofNullable(shapes.get(tensor));
  }

  private void infer(NodeProto node) {
    String output = node.getOutput(0);
    long[] known = number(node);
    if (known != null) {
      numbers.put(output, known);
    }
    long[] shape = shape(node);
    if (shape == null) {
      return;
    }
    boolean several = node.getOpType().equals("Split");
    for (String other : several ? node.getOutputList() : node.getOutputList().subList(0, 1)) {
      shapes.put(other, shape);
    }
  }

  private long @Nullable [] shape(NodeProto node) {
    Optional<Constant> constant = constants.find(node.getOutput(0));
    if (constant.isPresent()) {
      return constant.get().dims();
    }
    String op = node.getOpType();
    if (BROADCASTING.contains(op)) {
      return broadcast(node);
    }
    long[] x = Nodes.input(node, 0).map(shapes::get).orElse(null);
    if (x == null) {
      return null;
    }
    if (KEEPING.contains(op) || Elementwise.isElementwise(node)) {
      return x;
    }
    if (op.startsWith("Reduce")) {
      return reduced(node, x);
    }
    return switch (op) {
      case "Conv", "FusedConv", "ConvInteger", "QLinearConv" -> convolved(node, x);
      case "ConvTranspose" -> Windows.transposed(node, x, input(node, 1));
      case "MaxPool", "AveragePool", "LpPool" -> Windows.pooled(node, x);
      case "GlobalAveragePool", "GlobalMaxPool", "GlobalLpPool" -> globallyPooled(x);
      case "Gemm", "FusedGemm" -> gemm(node, x);
      case "MatMul",
          "FusedMatMul",
          "MatMulInteger",
          "MatMulIntegerToFloat",
          "DynamicQuantizeMatMul" ->
          matMul(node, x);
      case "Shape" -> new long[] {x.length};
      default -> formed(node, x);
    };
  }

  private long @Nullable [] formed(NodeProto node, long[] x) {
    return switch (node.getOpType()) {
      case "Flatten" -> Shapes.flatten(x, (int) Attributes.longValue(node, "axis", 1));
      case "Reshape" -> {
        long[] target = numbers(node, 1, "shape");
        yield target == null
            ? null
            : Shapes.reshape(x, target, Attributes.longValue(node, "allowzero", 0));
      }
      case "Squeeze" -> {
        long[] axes = numbers(node, 1, "axes");
        boolean unknown = axes == null && Nodes.input(node, 1).isPresent();
        yield unknown ? null : Shapes.squeeze(x, Optional.ofNullable(axes));
      }
      case "Unsqueeze" -> {
        long[] axes = numbers(node, 1, "axes");
        yield axes == null ? null : Shapes.unsqueeze(x, axes);
      }
      case "Transpose" ->
          Shapes.permute(
              x, Attributes.longs(node, "perm").orElseGet(() -> Constants.reversed(x.length)));
      case "Concat" -> concatenated(node, x);
      case "Split" -> split(node, x);
      case "Slice" -> cut(node, x);
      case "Gather" -> gathered(node, x);
      case "ArgMax", "ArgMin" -> argument(node, x);
      default -> null;
    };
  }

  private long @Nullable [] input(NodeProto node, int index) {
    return Nodes.input(node, index).map(shapes::get).orElse(null);
  }

  /** Whole numbers that an attribute or an input holds; null if they are not known. */
  private long @Nullable [] numbers(NodeProto node, int index, String attribute) {
    return Attributes.longs(node, attribute)
        .or(() -> Nodes.input(node, index).flatMap(this::known))
        .orElse(null);
  }

  private Optional<long[]> known(String tensor) {
    return Optional.ofNullable(numbers.get(tensor))
        .or(
            () ->
                constants
                    .find(tensor)
                    .filter(c -> c.type() == DataType.INT64 || c.type() == DataType.INT32)
                    .map(Constant::longs));
  }

  /** The values of a tensor of sizes, such as exporters compute to reshape by. */
  private long @Nullable [] number(NodeProto node) {
    if (Nodes.is(node, "Shape")) {
      return input(node, 0);
    }
    long[] x = Nodes.input(node, 0).flatMap(this::known).orElse(null);
    if (x == null) {
      return null;
    }
    return switch (node.getOpType()) {
      case "Identity", "Cast", "Unsqueeze", "Squeeze", "Reshape" -> x;
      case "Gather" -> picked(x, Nodes.input(node, 1).flatMap(this::known).orElse(null));
      case "Concat" -> joined(node);
      case "Slice" -> sliced(node, x);
      case "Add", "Sub", "Mul", "Div" ->
          computed(node.getOpType(), x, Nodes.input(node, 1).flatMap(this::known).orElse(null));
      default -> null;
    };
  }

  private static long @Nullable [] picked(long[] x, long @Nullable [] indices) {
    return indices == null
        ? null
        : Arrays.stream(indices).map(i -> x[(int) (i < 0 ? i + x.length : i)]).toArray();
  }

  private long @Nullable [] joined(NodeProto node) {
    LongStream all = LongStream.empty();
    for (String input : node.getInputList()) {
      long[] part = known(input).orElse(null);
      if (part == null) {
        return null;
      }
      all = LongStream.concat(all, Arrays.stream(part));
    }
    return all.toArray();
  }

  private long @Nullable [] sliced(NodeProto node, long[] x) {
    long[] from = numbers(node, 1, "starts");
    long[] to = numbers(node, 2, "ends");
    if (from == null || to == null || from.length != 1 || Nodes.input(node, 4).isPresent()) {
      return null;
    }
    long start = clamp(from[0], x.length);
    long end = clamp(to[0], x.length);
    return Arrays.copyOfRange(x, (int) start, (int) Math.max(start, end));
  }

  /** The shape after Slice, whose bounds are clamped to the tensor's. */
  private long @Nullable [] cut(NodeProto node, long[] x) {
    long[] from = numbers(node, 1, "starts");
    long[] to = numbers(node, 2, "ends");
    long[] axes = numbers(node, 3, "axes");
    long[] steps = numbers(node, 4, "steps");
    boolean unknown =
        (axes == null && Nodes.input(node, 3).isPresent())
            || (steps == null && Nodes.input(node, 4).isPresent());
    if (from == null || to == null || unknown) {
      return null;
    }
    long[] result = x.clone();
    for (int i = 0; i < from.length; i++) {
      int at = (int) (axes == null ? i : axes[i] < 0 ? axes[i] + x.length : axes[i]);
      long step = steps == null ? 1 : steps[i];
      if (step < 1) {
        return null;
      }
      long start = clamp(from[i], x[at]);
      long end = clamp(to[i], x[at]);
      result[at] = Math.max(0, (end - start + step - 1) / step);
    }
    return result;
  }

  private static long clamp(long index, long size) {
    return Math.max(0, Math.min(index < 0 ? index + size : index, size));
  }

  private static long @Nullable [] computed(String op, long[] x, long @Nullable [] y) {
    if (y == null || (x.length != y.length && x.length != 1 && y.length != 1)) {
      return null;
    }
    long[] result = new long[Math.max(x.length, y.length)];
    for (int i = 0; i < result.length; i++) {
      long a = x[x.length == 1 ? 0 : i];
      long b = y[y.length == 1 ? 0 : i];
      result[i] =
          switch (op) {
            case "Add" -> a + b;
            case "Sub" -> a - b;
            case "Mul" -> a * b;
            default -> b == 0 ? 0 : a / b;
          };
    }
    return result;
  }

  private long @Nullable [] broadcast(NodeProto node) {
    long[] result = new long[0];
    for (String input : node.getInputList()) {
      long[] shape = shapes.get(input);
      if (shape == null) {
        return null;
      }
      result = Shapes.broadcast(result, shape);
    }
    return result;
  }

  private long @Nullable [] reduced(NodeProto node, long[] x) {
    long[] axes = numbers(node, 1, "axes");
    boolean unknown = axes == null && Nodes.input(node, 1).isPresent();
    if (unknown) {
      return null;
    }
    long[] all = LongStream.range(0, x.length).toArray();
    return without(x, axes == null ? all : axes, Attributes.longValue(node, "keepdims", 1) != 0);
  }

  private static long[] argument(NodeProto node, long[] x) {
    long[] axis = {Attributes.longValue(node, "axis", 0)};
    return without(x, axis, Attributes.longValue(node, "keepdims", 1) != 0);
  }

  private static long[] without(long[] x, long[] axes, boolean keep) {
    long[] ones = x.clone();
    for (long axis : axes) {
      ones[(int) (axis < 0 ? axis + x.length : axis)] = 1;
    }
    return keep ? ones : Shapes.squeeze(ones, Optional.of(axes));
  }

  private long @Nullable [] convolved(NodeProto node, long[] x) {
    int weights = node.getOpType().equals("QLinearConv") ? 3 : 1;
    long[] w = input(node, weights);
    return w == null ? null : Windows.convolved(node, x, w);
  }

  private static long[] globallyPooled(long[] x) {
    long[] result = x.clone();
    Arrays.fill(result, 2, result.length, 1);
    return result;
  }

  private long @Nullable [] gemm(NodeProto node, long[] a) {
    long[] b = input(node, 1);
    if (b == null || a.length != 2 || b.length != 2) {
      return null;
    }
    return new long[] {
      a[Attributes.longValue(node, "transA", 0) != 0 ? 1 : 0],
      b[Attributes.longValue(node, "transB", 0) != 0 ? 0 : 1]
    };
  }

  private long @Nullable [] matMul(NodeProto node, long[] a) {
    long[] b = input(node, 1);
    if (b == null || a.length < 2 || b.length < 2) {
      return null;
    }
    boolean transA = Attributes.longValue(node, "transA", 0) != 0;
    boolean transB = Attributes.longValue(node, "transB", 0) != 0;
    long[] outer = Shapes.broadcast(Arrays.copyOf(a, a.length - 2), Arrays.copyOf(b, b.length - 2));
    long[] result = Arrays.copyOf(outer, outer.length + 2);
    result[outer.length] = a[a.length - (transA ? 1 : 2)];
    result[outer.length + 1] = b[b.length - (transB ? 2 : 1)];
    return result;
  }

  private long @Nullable [] concatenated(NodeProto node, long[] x) {
    long[] result = x.clone();
    int axis = (int) Attributes.longValue(node, "axis", 0);
    int at = axis < 0 ? axis + x.length : axis;
    result[at] = 0;
    for (String input : node.getInputList()) {
      long[] part = shapes.get(input);
      if (part == null) {
        return null;
      }
      result[at] += part[at];
    }
    return result;
  }

  private long @Nullable [] split(NodeProto node, long[] x) {
    int axis = (int) Attributes.longValue(node, "axis", 0);
    int at = axis < 0 ? axis + x.length : axis;
    long[] sizes = numbers(node, 1, "split");
    boolean even =
        sizes == null
            ? Nodes.input(node, 1).isEmpty() && x[at] % node.getOutputCount() == 0
            : Arrays.stream(sizes).distinct().count() == 1;
    if (!even) {
      return null;
    }
    long[] result = x.clone();
    result[at] /= node.getOutputCount();
    return result;
  }

  private long @Nullable [] gathered(NodeProto node, long[] x) {
    long[] indices = input(node, 1);
    if (indices == null) {
      return null;
    }
    int axis = (int) Attributes.longValue(node, "axis", 0);
    int at = axis < 0 ? axis + x.length : axis;
    return LongStream.concat(
            LongStream.concat(Arrays.stream(x, 0, at), Arrays.stream(indices)),
            Arrays.stream(x, at + 1, x.length))
        .toArray();
  }
}
