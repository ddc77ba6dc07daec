package io.entroscope.torch.graph;

import static io.entroscope.torch.graph.ElementwiseOperators.at;

import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/** Sums, means and extremes over axes. */
final class ReductionOperators {
  /** A reduction over some axes, counted from the front. */
  @FunctionalInterface
  private interface Reduction {
    Tensor over(Tensor x, long[] axes, boolean keepDims);
  }

  private ReductionOperators() {}

  static void register(Operators.Registry to) {
    to.add("ReduceMean", node -> reduction(node, 18, ReductionOperators::mean));
    to.add("ReduceSum", node -> reduction(node, 13, ReductionOperators::sum));
    to.add("ReduceMax", node -> reduction(node, 18, torch::amax));
    to.add("ReduceMin", node -> reduction(node, 18, torch::amin));
    to.add(
        "ReduceL1", node -> reduction(node, 18, (x, axes, keep) -> sum(torch.abs(x), axes, keep)));
    to.add(
        "ReduceL2",
        node ->
            reduction(node, 18, (x, axes, keep) -> torch.sqrt(sum(torch.mul(x, x), axes, keep))));
    to.add(
        "ReduceSumSquare",
        node -> reduction(node, 18, (x, axes, keep) -> sum(torch.mul(x, x), axes, keep)));
    to.add(
        "ReduceLogSum",
        node -> reduction(node, 18, (x, axes, keep) -> torch.log(sum(x, axes, keep))));
    to.add("ReduceLogSumExp", node -> reduction(node, 18, torch::logsumexp));
    to.add("ArgMax", node -> arg(node, true));
    to.add("ArgMin", node -> arg(node, false));
  }

  /** The mean over these axes; of no axes, the values themselves. */
  static Tensor mean(Tensor x, long[] axes, boolean keepDims) {
    return axes.length == 0 ? x : torch.mean(x, axes, keepDims, new ScalarTypeOptional());
  }

  private static Tensor sum(Tensor x, long[] axes, boolean keepDims) {
    return torch.sum(x, axes, keepDims, new ScalarTypeOptional(x.scalar_type()));
  }

  /**
   * Axes are an attribute before the operator set {@code axesAsInput}, then an input; none given
   * means all, unless {@code noop_with_empty_axes} says that it means none.
   */
  private static Kernel reduction(Node node, int axesAsInput, Reduction reduction) {
    boolean keepDims = node.flag("keepdims", true);
    boolean noneIfEmpty = node.flag("noop_with_empty_axes", false);
    boolean fromInput = node.opset() >= axesAsInput;
    long[] attribute = fromInput ? new long[0] : node.integers("axes").orElse(new long[0]);
    return Kernel.single(
        in -> {
          Tensor x = at(in, 0);
          int rank = (int) x.dim();
          long[] given = fromInput ? axesInput(in) : attribute;
          if (rank == 0 || (given.length == 0 && noneIfEmpty)) {
            return x;
          }
          long[] axes = given.length == 0 ? Shapes.all(rank) : Shapes.axes(given, rank);
          return reduction.over(x, axes, keepDims);
        });
  }

  private static long[] axesInput(@Nullable Tensor[] in) {
    Tensor axes = in.length > 1 ? in[1] : null;
    return axes == null ? new long[0] : HostTensors.longs(axes);
  }

  private static Kernel arg(Node node, boolean largest) {
    long axis = node.integer("axis", 0);
    boolean keepDims = node.flag("keepdims", true);
    if (node.flag("select_last_index", false)) {
      throw node.refuse("select_last_index is not supported");
    }
    return Kernel.single(
        in ->
            largest
                ? torch.argmax(at(in, 0), new LongOptional(axis), keepDims)
                : torch.argmin(at(in, 0), new LongOptional(axis), keepDims));
  }
}
