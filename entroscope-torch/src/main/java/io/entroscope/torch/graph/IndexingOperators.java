package io.entroscope.torch.graph;

import static io.entroscope.torch.graph.ElementwiseOperators.at;

import java.util.Arrays;
import java.util.Optional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/** Operators that take tensors apart and put them together. */
final class IndexingOperators {
  private IndexingOperators() {}

  static void register(Operators.Registry to) {
    to.add("Concat", IndexingOperators::concat, 0, 1);
    to.add("Split", IndexingOperators::split, 0);
    to.add("Slice", IndexingOperators::slice, 0);
    to.add("Gather", IndexingOperators::gather, 0);
    to.add("GatherElements", IndexingOperators::gatherElements, 0);
    to.add("Pad", IndexingOperators::pad);
  }

  private static Kernel concat(Node node) {
    long axis = node.integer("axis", node.opset() < 4 ? 1 : 0);
    return Kernel.single(in -> torch.cat(MatrixOperators.vector(in), axis));
  }

  /** Sizes are an attribute before operator set 13, then an input; without them, equal parts. */
  private static Kernel split(Node node) {
    long axis = node.integer("axis", 0);
    int parts = (int) node.integer("num_outputs", node.outputs());
    Optional<long[]> attribute = node.opset() < 13 ? node.integers("split") : Optional.empty();
    return (in, run) -> {
      Tensor x = at(in, 0);
      Tensor input = in.length > 1 ? in[1] : null;
      long[] sizes =
          input != null
              ? HostTensors.longs(input)
              : attribute.orElseGet(() -> equalParts(x.size(axis), parts));
      TensorVector split = torch.split_with_sizes(x, sizes, axis);
      Tensor[] result = new Tensor[sizes.length];
      Arrays.setAll(result, split::get);
      return result;
    };
  }

  private static long[] equalParts(long size, int parts) {
    long each = (size + parts - 1) / parts;
    long[] sizes = new long[parts];
    for (int i = 0; i < parts; i++) {
      sizes[i] = Math.max(0, Math.min(each, size - i * each));
    }
    return sizes;
  }

  /** Starts, ends, axes and steps are attributes before operator set 10, then inputs. */
  private static Kernel slice(Node node) {
    if (node.opset() < 10) {
      long[] starts = node.integers("starts").orElse(new long[0]);
      long[] ends = node.integers("ends").orElse(new long[0]);
      long[] axes = node.integers("axes").orElse(Shapes.all(starts.length));
      return Kernel.single(
          in -> slice(at(in, 0), starts, ends, axes, Shapes.filled(starts.length, 1)));
    }
    return Kernel.single(
        in -> {
          long[] starts = HostTensors.longs(at(in, 1));
          return slice(
              at(in, 0),
              starts,
              HostTensors.longs(at(in, 2)),
              longs(in, 3).orElse(Shapes.all(starts.length)),
              longs(in, 4).orElse(Shapes.filled(starts.length, 1)));
        });
  }

  private static Optional<long[]> longs(@Nullable Tensor[] in, int index) {
    Tensor given = index < in.length ? in[index] : null;
    return given == null ? Optional.empty() : Optional.of(HostTensors.longs(given));
  }

  private static Tensor slice(Tensor x, long[] starts, long[] ends, long[] axes, long[] steps) {
    Tensor result = x;
    for (int i = 0; i < starts.length; i++) {
      int axis = Shapes.axis(axes[i], (int) x.dim());
      result = slice(result, axis, starts[i], ends[i], steps[i]);
    }
    return result;
  }

  private static Tensor slice(Tensor x, int axis, long start, long end, long step) {
    long size = x.size(axis);
    long lowest = step > 0 ? 0 : -1;
    long highest = step > 0 ? size : size - 1;
    long from = within(start < 0 ? start + size : start, Math.max(0, lowest), highest);
    long to = within(end < 0 ? end + size : end, lowest, highest);
    if (step == 1) {
      return x.narrow(axis, from, Math.max(0, to - from));
    }
    long count = Math.max(0, (to - from + step - Long.signum(step)) / step);
    long[] picked = new long[(int) count];
    Arrays.setAll(picked, i -> from + i * step);
    return x.index_select(axis, Tensor.create(picked));
  }

  private static long within(long value, long low, long high) {
    return Math.max(low, Math.min(high, value));
  }

  private static Tensor fromFront(Tensor indices, long size) {
    return torch.where(indices.lt(new Scalar(0)), torch.add(indices, new Scalar(size)), indices);
  }

  private static Kernel gather(Node node) {
    long given = node.integer("axis", 0);
    return Kernel.single(
        in -> {
          Tensor x = at(in, 0);
          long[] dims = x.shape();
          int axis = Shapes.axis(given, dims.length);
          Tensor indices = fromFront(at(in, 1), dims[axis]);
          long[] shape =
              Shapes.concat(
                  Arrays.copyOf(dims, axis),
                  indices.shape(),
                  Arrays.copyOfRange(dims, axis + 1, dims.length));
          return x.index_select(axis, indices.reshape(-1)).reshape(shape);
        });
  }

  private static Kernel gatherElements(Node node) {
    long axis = node.integer("axis", 0);
    return Kernel.single(
        in -> torch.gather(at(in, 0), axis, fromFront(at(in, 1), at(in, 0).size(axis))));
  }

  /** Amounts are attributes before operator set 11, then inputs; axes may be chosen from 18 on. */
  private static Kernel pad(Node node) {
    String mode = node.text("mode", "constant");
    if (!mode.equals("constant") && !mode.equals("reflect") && !mode.equals("edge")) {
      throw node.refuse("mode '" + mode + "' is not supported");
    }
    if (node.opset() < 11) {
      long[] pads = node.integers("pads").orElse(new long[0]);
      double value = node.real("value", 0);
      return Kernel.single(
          in -> ShapeOperators.viaBytes(at(in, 0), x -> pad(x, pads, mode, new Scalar(value))));
    }
    return Kernel.single(
        in -> {
          Tensor x = at(in, 0);
          long[] given = HostTensors.longs(at(in, 1));
          long[] pads = longs(in, 3).map(axes -> spread(given, axes, (int) x.dim())).orElse(given);
          Tensor fill = in.length > 2 ? in[2] : null;
          Scalar value = fill == null ? new Scalar(0.0) : fill.reshape(-1).select(0, 0).item();
          return ShapeOperators.viaBytes(x, y -> pad(y, pads, mode, value));
        });
  }

  private static long[] spread(long[] pads, long[] axes, int rank) {
    long[] all = new long[2 * rank];
    for (int i = 0; i < axes.length; i++) {
      int axis = Shapes.axis(axes[i], rank);
      all[axis] = pads[i];
      all[rank + axis] = pads[axes.length + i];
    }
    return all;
  }

  private static Tensor pad(Tensor x, long[] pads, String mode, Scalar value) {
    if (mode.equals("constant")) {
      return torch.constant_pad_nd(x, Window.torchOrder(pads), value);
    }
    Tensor result = x;
    int rank = (int) x.dim();
    for (int axis = 0; axis < rank; axis++) {
      int size = (int) x.size(axis);
      int before = (int) pads[axis];
      long[] picked = new long[before + size + (int) pads[rank + axis]];
      if (picked.length != size || before != 0) {
        Arrays.setAll(picked, i -> source(i - before, size, mode));
        result = result.index_select(axis, Tensor.create(picked));
      }
    }
    return result;
  }

  /** Which position a padded one repeats. */
  private static long source(int position, int size, String mode) {
    if (mode.equals("edge")) {
      return Math.max(0, Math.min(size - 1, position));
    }
    int period = Math.max(1, 2 * (size - 1));
    int within = Math.floorMod(position, period);
    return within < size ? within : period - within;
  }
}
