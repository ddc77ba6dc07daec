package io.entroscope.torch.graph;

import static io.entroscope.torch.graph.ActivationOperators.optional;
import static io.entroscope.torch.graph.ElementwiseOperators.at;

import java.util.Arrays;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** Convolution and its transpose, over one, two or three spatial dimensions. */
final class ConvolutionOperators {
  private ConvolutionOperators() {}

  static void register(Operators.Registry to) {
    to.add("Conv", ConvolutionOperators::convolution, 1, 2);
    to.add("ConvTranspose", ConvolutionOperators::transposed, 1, 2);
  }

  private static long[] kernelOf(Tensor weight) {
    return Arrays.copyOfRange(weight.shape(), 2, (int) weight.dim());
  }

  private static Kernel convolution(Node node) {
    long groups = node.integer("group", 1);
    node.integers("kernel_shape");
    Window.Settings window = Window.Settings.of(node);
    return Kernel.single(
        in -> {
          Tensor x = at(in, 0);
          Tensor weight = at(in, 1);
          Window shape = window.over(kernelOf(weight));
          long[] pads = shape.pads(x);
          long[] none = Shapes.filled(shape.rank(), 0);
          long[] padding = none;
          if (Window.symmetric(pads)) {
            padding = Window.begins(pads);
          } else {
            x = torch.constant_pad_nd(x, Window.torchOrder(pads));
          }
          return torch.convolution(
              x,
              weight,
              optional(in, 2),
              shape.strides(),
              padding,
              shape.dilations(),
              false,
              none,
              groups);
        });
  }

  private static Kernel transposed(Node node) {
    long groups = node.integer("group", 1);
    node.integers("kernel_shape");
    Optional<long[]> outputShape = node.integers("output_shape");
    Optional<long[]> outputPadding = node.integers("output_padding");
    Window.Settings window = Window.Settings.of(node);
    return Kernel.single(
        in -> {
          Tensor x = at(in, 0);
          Tensor weight = at(in, 1);
          Window shape = window.over(kernelOf(weight));
          long[] none = Shapes.filled(shape.rank(), 0);
          long[] extra = outputPadding.orElse(none);
          long[] crop = crop(shape, x, extra, outputShape);
          boolean inside = Window.symmetric(crop) && Arrays.stream(crop).allMatch(c -> c >= 0);
          Tensor full =
              torch.convolution(
                  x,
                  weight,
                  inside ? optional(in, 2) : new TensorOptional(),
                  shape.strides(),
                  inside ? Window.begins(crop) : none,
                  shape.dilations(),
                  true,
                  extra,
                  groups);
          if (inside) {
            return full;
          }
          long[] cut = Arrays.stream(Window.torchOrder(crop)).map(c -> -c).toArray();
          Tensor y = torch.constant_pad_nd(full, cut);
          Tensor bias = in.length > 2 ? in[2] : null;
          if (bias == null) {
            return y;
          }
          long[] perChannel = Shapes.filled((int) y.dim(), 1);
          perChannel[1] = -1;
          return torch.add(y, bias.reshape(perChannel));
        });
  }

  /** What is cut off the full output: all beginnings, then all ends. */
  private static long[] crop(
      Window window, Tensor x, long[] outputPadding, Optional<long[]> outputShape) {
    int rank = window.rank();
    boolean same = window.autoPad().startsWith("SAME");
    if (outputShape.isEmpty() && !same) {
      return window.pads(x);
    }
    long[] crop = new long[2 * rank];
    for (int i = 0; i < rank; i++) {
      long size = x.size(2 + i);
      long out =
          outputShape.isEmpty()
              ? size * window.strides()[i]
              : outputShape.get()[outputShape.get().length - rank + i];
      long full = window.strides()[i] * (size - 1) + outputPadding[i] + window.extent(i);
      long total = Math.max(0, full - out);
      long less = total / 2;
      crop[i] = window.autoPad().equals("SAME_UPPER") ? less : total - less;
      crop[rank + i] = full - out - crop[i];
    }
    return crop;
  }
}
