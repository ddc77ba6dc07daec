package io.entroscope.torch.graph;

import static io.entroscope.torch.graph.ElementwiseOperators.at;

import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Pooling over windows of one, two or three spatial dimensions, and over all positions. */
final class PoolingOperators {
  private PoolingOperators() {}

  static void register(Operators.Registry to) {
    to.add("MaxPool", PoolingOperators::maximum);
    to.add("AveragePool", PoolingOperators::average);
    to.add("GlobalAveragePool", node -> Kernel.single(in -> globalMean(at(in, 0))));
    to.add("GlobalMaxPool", node -> Kernel.single(in -> globalMax(at(in, 0))));
  }

  private static Tensor globalMean(Tensor x) {
    return ReductionOperators.mean(x, Shapes.range(2, (int) x.dim()), true);
  }

  private static Tensor globalMax(Tensor x) {
    return torch.amax(x, Shapes.range(2, (int) x.dim()), true);
  }

  private static Window windowOf(Node node) {
    long[] kernel =
        node.integers("kernel_shape").orElseThrow(() -> node.refuse("it has no kernel_shape"));
    if (kernel.length < 1 || kernel.length > 3) {
      throw node.refuse(kernel.length + " spatial dimensions are not supported, 1 to 3 are");
    }
    return Window.of(node, kernel);
  }

  /**
   * The end padding that makes every window of a rounded-up pooling whole, none starting beyond the
   * input and its beginning; zero when rounding down.
   */
  private static long[] ceilExtra(Window window, long[] pads, Tensor x, boolean ceil) {
    int rank = window.rank();
    long[] extra = new long[rank];
    for (int i = 0; ceil && i < rank; i++) {
      long size = x.size(2 + i);
      long padded = size + pads[i] + pads[rank + i];
      long stride = window.strides()[i];
      long out = Math.floorDiv(padded - window.extent(i) + stride - 1, stride) + 1;
      if ((out - 1) * stride >= size + pads[i]) {
        out--;
      }
      extra[i] = Math.max(0, (out - 1) * stride + window.extent(i) - padded);
    }
    return extra;
  }

  private static long[] withExtra(long[] pads, long[] extra) {
    long[] result = pads.clone();
    for (int i = 0; i < extra.length; i++) {
      result[extra.length + i] += extra[i];
    }
    return result;
  }

  private static Kernel maximum(Node node) {
    Window window = windowOf(node);
    boolean ceil = node.flag("ceil_mode", false);
    node.integer("storage_order", 0);
    node.requireOutputsAtMost(1);
    return Kernel.single(
        in -> {
          Tensor x = at(in, 0);
          if (!x.is_floating_point()) {
            return max(window, ceil, x.to(ScalarType.Float)).to(x.scalar_type());
          }
          return max(window, ceil, x);
        });
  }

  private static Tensor max(Window window, boolean ceil, Tensor input) {
    long[] given = window.pads(input);
    long[] pads = withExtra(given, ceilExtra(window, given, input, ceil));
    Tensor x = input;
    long[] padding = Shapes.filled(window.rank(), 0);
    if (Window.symmetric(pads) && withinHalf(pads, window.kernel())) {
      padding = Window.begins(pads);
    } else {
      x = torch.constant_pad_nd(x, Window.torchOrder(pads), new Scalar(Double.NEGATIVE_INFINITY));
    }
    long[] kernel = window.kernel();
    long[] strides = window.strides();
    long[] dilations = window.dilations();
    return switch (window.rank()) {
      case 1 -> torch.max_pool1d(x, kernel, strides, padding, dilations, false);
      case 2 -> torch.max_pool2d(x, kernel, strides, padding, dilations, false);
      default -> torch.max_pool3d(x, kernel, strides, padding, dilations, false);
    };
  }

  /** libtorch refuses padding beyond half of the kernel. */
  private static boolean withinHalf(long[] pads, long[] kernel) {
    for (int i = 0; i < kernel.length; i++) {
      if (2 * pads[i] > kernel[i]) {
        return false;
      }
    }
    return true;
  }

  private static Kernel average(Node node) {
    Window window = windowOf(node);
    boolean ceil = node.flag("ceil_mode", false);
    boolean countPadding = node.flag("count_include_pad", false);
    for (long dilation : window.dilations()) {
      if (dilation != 1) {
        throw node.refuse("dilations are not supported");
      }
    }
    return Kernel.single(in -> average(window, ceil, countPadding, at(in, 0)));
  }

  private static Tensor average(Window window, boolean ceil, boolean countPadding, Tensor x) {
    long[] pads = window.pads(x);
    long[] extra = ceilExtra(window, pads, x, ceil);
    long[] all = withExtra(pads, extra);
    if (isZero(all)) {
      return pooledMean(window, x, new LongOptional());
    }
    Tensor ones = torch.ones(onesShape(x), new TensorOptions(x.scalar_type()));
    Tensor counted =
        countPadding
            ? torch.constant_pad_nd(
                torch.constant_pad_nd(ones, Window.torchOrder(pads), new Scalar(1.0)),
                Window.torchOrder(Shapes.concat(new long[extra.length], extra)))
            : torch.constant_pad_nd(ones, Window.torchOrder(all));
    Tensor sum =
        pooledMean(window, torch.constant_pad_nd(x, Window.torchOrder(all)), new LongOptional(1));
    return torch.div(sum, pooledMean(window, counted, new LongOptional(1)));
  }

  private static long[] onesShape(Tensor x) {
    long[] shape = x.shape();
    shape[0] = 1;
    shape[1] = 1;
    return shape;
  }

  private static boolean isZero(long[] values) {
    for (long value : values) {
      if (value != 0) {
        return false;
      }
    }
    return true;
  }

  /** The sums over windows divided by {@code divisor}, or by the window's size. */
  private static Tensor pooledMean(Window window, Tensor x, LongOptional divisor) {
    long[] kernel = window.kernel();
    long[] strides = window.strides();
    long[] none = Shapes.filled(window.rank(), 0);
    return switch (window.rank()) {
      case 1 ->
          torch
              .avg_pool2d(
                  x.unsqueeze(2),
                  Shapes.concat(new long[] {1}, kernel),
                  Shapes.concat(new long[] {1}, strides),
                  new long[2],
                  false,
                  true,
                  divisor)
              .squeeze(2);
      case 2 -> torch.avg_pool2d(x, kernel, strides, none, false, true, divisor);
      default -> torch.avg_pool3d(x, kernel, strides, none, false, true, divisor);
    };
  }
}
