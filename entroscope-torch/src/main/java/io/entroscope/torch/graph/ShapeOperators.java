package io.entroscope.torch.graph;

import static io.entroscope.torch.graph.ElementwiseOperators.at;
import static io.entroscope.torch.graph.ElementwiseOperators.isBoolean;

import io.entroscope.onnx.ElementType;
import io.entroscope.onnx.Tensors;
import io.entroscope.onnx.proto.TensorProto;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/** Operators that change shapes and types, and the arithmetic of shapes that exporters emit. */
final class ShapeOperators {
  private ShapeOperators() {}

  static void register(Operators.Registry to) {
    to.add("Shape", ShapeOperators::shape);
    to.add(
        "Size",
        node -> Kernel.single(in -> Tensor.create(new long[] {at(in, 0).numel()}).squeeze(0)));
    to.add("Reshape", ShapeOperators::reshape, 0);
    to.add("Flatten", ShapeOperators::flatten, 0);
    to.add("Transpose", ShapeOperators::transpose, 0);
    to.add("Squeeze", ShapeOperators::squeeze, 0);
    to.add("Unsqueeze", ShapeOperators::unsqueeze, 0);
    to.add(
        "Expand", node -> Kernel.single(in -> expand(at(in, 0), HostTensors.longs(at(in, 1)))), 0);
    to.add("Tile", node -> Kernel.single(in -> at(in, 0).repeat(HostTensors.longs(at(in, 1)))), 0);
    to.add("Cast", ShapeOperators::cast, 0);
    to.add("CastLike", ShapeOperators::castLike, 0);
    to.add("ConstantOfShape", ShapeOperators::constantOfShape);
    to.add("Range", node -> Kernel.single(in -> range(at(in, 0), at(in, 1), at(in, 2))));
    to.add("DepthToSpace", ShapeOperators::depthToSpace);
    to.add("SpaceToDepth", ShapeOperators::spaceToDepth);
  }

  private static Kernel shape(Node node) {
    long start = node.integer("start", 0);
    long end = node.integer("end", Long.MAX_VALUE);
    return Kernel.single(
        in -> {
          long[] dims = at(in, 0).shape();
          int from = clamp(start, dims.length);
          int to = clamp(end, dims.length);
          return Tensor.create(Arrays.copyOfRange(dims, from, Math.max(from, to)));
        });
  }

  private static int clamp(long index, int rank) {
    long fromFront = index < 0 ? index + rank : index;
    return (int) Math.max(0, Math.min(rank, fromFront));
  }

  private static Kernel reshape(Node node) {
    boolean zeroIsZero = node.flag("allowzero", false);
    return Kernel.single(
        in -> {
          Tensor x = at(in, 0);
          long[] target = HostTensors.longs(at(in, 1));
          for (int i = 0; !zeroIsZero && i < target.length; i++) {
            if (target[i] == 0) {
              target[i] = x.size(i);
            }
          }
          return x.reshape(target);
        });
  }

  private static Kernel flatten(Node node) {
    long axis = node.integer("axis", 1);
    return Kernel.single(in -> at(in, 0).reshape(Shapes.split(at(in, 0).shape(), axis)));
  }

  private static Kernel transpose(Node node) {
    Optional<long[]> given = node.integers("perm");
    return Kernel.single(
        in -> {
          int rank = (int) at(in, 0).dim();
          long[] reversed = new long[rank];
          Arrays.setAll(reversed, i -> rank - 1 - i);
          return at(in, 0).permute(given.orElse(reversed));
        });
  }

  /** Axes are an attribute before operator set 13, then an input. */
  private static Function<@Nullable Tensor[], Optional<long[]>> axes(Node node) {
    if (node.opset() < 13) {
      Optional<long[]> attribute = node.integers("axes");
      return in -> attribute;
    }
    return in ->
        in.length < 2 || in[1] == null
            ? Optional.empty()
            : Optional.of(HostTensors.longs(at(in, 1)));
  }

  private static Kernel squeeze(Node node) {
    Function<@Nullable Tensor[], Optional<long[]>> axes = axes(node);
    return Kernel.single(
        in -> axes.apply(in).map(list -> at(in, 0).squeeze(list)).orElseGet(at(in, 0)::squeeze));
  }

  private static Kernel unsqueeze(Node node) {
    Function<@Nullable Tensor[], Optional<long[]>> axes = axes(node);
    return Kernel.single(
        in -> {
          Tensor x = at(in, 0);
          long[] added = axes.apply(in).orElse(new long[0]);
          for (long axis : Shapes.axes(added, (int) x.dim() + added.length)) {
            x = x.unsqueeze(axis);
          }
          return x;
        });
  }

  private static Tensor expand(Tensor x, long[] target) {
    int rank = Math.max((int) x.dim(), target.length);
    long[] dims = x.shape();
    long[] shape = new long[rank];
    for (int i = 0; i < rank; i++) {
      int own = i - (rank - dims.length);
      int wanted = i - (rank - target.length);
      long size = own < 0 ? 1 : dims[own];
      shape[i] = wanted < 0 || target[wanted] == 1 ? size : target[wanted];
    }
    return x.expand(shape);
  }

  private static Kernel cast(Node node) {
    ScalarType type = node.types().of((int) node.integer("to", 0));
    node.integer("saturate", 1);
    return Kernel.single(in -> at(in, 0).to(type));
  }

  private static Kernel castLike(Node node) {
    node.integer("saturate", 1);
    return Kernel.single(in -> at(in, 0).to(at(in, 1).scalar_type()));
  }

  private static Kernel constantOfShape(Node node) {
    Optional<TensorProto> given = node.tensor("value");
    ScalarType type =
        given.map(node.types()::of).orElse(node.types().of(ElementType.FLOAT.number()));
    double value = given.map(proto -> Tensors.doubles(proto)[0]).orElse(0.0);
    return Kernel.single(
        in -> torch.full(HostTensors.longs(at(in, 0)), new Scalar(value), new TensorOptions(type)));
  }

  private static Tensor range(Tensor start, Tensor limit, Tensor delta) {
    return torch.arange(
        start.item(), limit.item(), delta.item(), new TensorOptions(start.scalar_type()));
  }

  private static Kernel depthToSpace(Node node) {
    long block = node.integer("blocksize", 1);
    boolean depthFirst = node.text("mode", "DCR").equals("DCR");
    return Kernel.single(
        in -> {
          long[] d = at(in, 0).shape();
          long channels = d[1] / (block * block);
          Tensor parts =
              depthFirst
                  ? at(in, 0)
                      .reshape(d[0], block, block, channels, d[2], d[3])
                      .permute(0, 3, 4, 1, 5, 2)
                  : at(in, 0)
                      .reshape(d[0], channels, block, block, d[2], d[3])
                      .permute(0, 1, 4, 2, 5, 3);
          return parts.reshape(d[0], channels, d[2] * block, d[3] * block);
        });
  }

  private static Kernel spaceToDepth(Node node) {
    long block = node.integer("blocksize", 1);
    return Kernel.single(
        in -> {
          long[] d = at(in, 0).shape();
          return at(in, 0)
              .reshape(d[0], d[1], d[2] / block, block, d[3] / block, block)
              .permute(0, 3, 5, 1, 2, 4)
              .reshape(d[0], d[1] * block * block, d[2] / block, d[3] / block);
        });
  }

  /** libtorch has no padding or selection of truth values in places; bytes stand in for them. */
  static Tensor viaBytes(Tensor x, Function<Tensor, Tensor> operation) {
    return isBoolean(x)
        ? operation.apply(x.to(ScalarType.Byte)).to(ScalarType.Bool)
        : operation.apply(x);
  }
}
