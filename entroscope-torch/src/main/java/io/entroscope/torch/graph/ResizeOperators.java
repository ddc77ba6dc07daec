package io.entroscope.torch.graph;

import static io.entroscope.torch.graph.ElementwiseOperators.at;

import java.util.Arrays;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/** Enlarging and shrinking, one axis after the other: Resize, and Upsample before it. */
final class ResizeOperators {
  private ResizeOperators() {}

  static void register(Operators.Registry to) {
    to.add("Resize", ResizeOperators::resize);
    to.add("Upsample", ResizeOperators::upsample);
  }

  /** Which axes change, by which factor, to which size. */
  private record Target(int[] axes, float[] scales, long[] sizes) {}

  private static Kernel upsample(Node node) {
    Interpolation interpolation =
        Interpolation.of(node, node.text("mode", "nearest"), "asymmetric", "simple");
    if (node.opset() < 9) {
      throw node.refuse("operator sets before 9 are not supported; export for a newer one");
    }
    return Kernel.single(in -> resized(at(in, 0), scaled(at(in, 0), at(in, 1)), interpolation));
  }

  private static Kernel resize(Node node) {
    boolean old = node.opset() < 11;
    Interpolation interpolation =
        Interpolation.of(
            node,
            node.text("mode", "nearest"),
            old ? "asymmetric" : node.text("coordinate_transformation_mode", "half_pixel"),
            old ? "simple" : node.text("nearest_mode", "round_prefer_floor"));
    if (node.flag("antialias", false)) {
      throw node.refuse("antialias is not supported");
    }
    if (!node.text("keep_aspect_ratio_policy", "stretch").equals("stretch")) {
      throw node.refuse("keep_aspect_ratio_policy is not supported");
    }
    node.real("extrapolation_value", 0);
    Optional<long[]> axes = node.integers("axes");
    return Kernel.single(
        in -> {
          Tensor x = at(in, 0);
          Target target =
              old
                  ? scaled(x, at(in, 1))
                  : target(x, given(in, 2), given(in, 3), axes.orElse(Shapes.all((int) x.dim())));
          return resized(x, target, interpolation);
        });
  }

  /** An input that counts as left out if it is empty, as exporters write it. */
  private static @Nullable Tensor given(@Nullable Tensor[] in, int index) {
    Tensor input = index < in.length ? in[index] : null;
    return input == null || input.numel() == 0 ? null : input;
  }

  private static Target scaled(Tensor x, Tensor scales) {
    return target(x, scales, null, Shapes.all((int) x.dim()));
  }

  private static Target target(
      Tensor x, @Nullable Tensor scales, @Nullable Tensor sizes, long[] given) {
    int rank = (int) x.dim();
    int[] axes = Arrays.stream(given).mapToInt(axis -> Shapes.axis(axis, rank)).toArray();
    float[] factors = new float[axes.length];
    long[] wanted = sizes == null ? new long[axes.length] : HostTensors.longs(sizes);
    float[] named = scales == null ? factors : HostTensors.floats(scales);
    for (int i = 0; i < axes.length; i++) {
      long size = x.size(axes[i]);
      if (sizes == null) {
        wanted[i] = (long) Math.floor(size * named[i]);
      }
      factors[i] = sizes == null ? named[i] : (float) wanted[i] / size;
    }
    return new Target(axes, factors, wanted);
  }

  private static Tensor resized(Tensor x, Target target, Interpolation interpolation) {
    Tensor y = x;
    for (int i = 0; i < target.axes().length; i++) {
      int axis = target.axes()[i];
      int size = Math.toIntExact(x.size(axis));
      int wanted = Math.toIntExact(target.sizes()[i]);
      if (size != wanted || target.scales()[i] != 1) {
        y = along(y, axis, interpolation.taps(size, wanted, target.scales()[i]));
      }
    }
    return y;
  }

  private static Tensor along(Tensor x, int axis, Interpolation.Taps taps) {
    Tensor sum = tap(x, axis, taps, 0);
    for (int i = 1; i < taps.sources().length; i++) {
      sum = torch.add(sum, tap(x, axis, taps, i));
    }
    return sum;
  }

  private static Tensor tap(Tensor x, int axis, Interpolation.Taps taps, int index) {
    Tensor picked = x.index_select(axis, Tensor.create(taps.sources()[index]));
    if (taps.weights().length == 0) {
      return picked;
    }
    long[] shape = Shapes.filled((int) x.dim(), 1);
    shape[axis] = -1;
    Tensor weights = Tensor.create(taps.weights()[index]).to(x.scalar_type());
    return torch.mul(picked, weights.reshape(shape));
  }
}
