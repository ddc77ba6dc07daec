package io.entroscope.torch.graph;

import java.util.Arrays;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/**
 * The sliding window of a convolution or pooling over the spatial dimensions: its size, steps and
 * padding as ONNX gives them. Arrays have one value per spatial dimension; {@code pads} has all
 * beginnings and then all ends.
 */
final class Window {
  private final long[] kernel;
  private final long[] strides;
  private final long[] dilations;
  private final long[] pads;
  private final String autoPad;

  private Window(long[] kernel, long[] strides, long[] dilations, long[] pads, String autoPad) {
    this.kernel = kernel;
    this.strides = strides;
    this.dilations = dilations;
    this.pads = pads;
    this.autoPad = autoPad;
  }

  /** The window that a node's attributes describe, over a kernel of this size. */
  static Window of(Node node, long[] kernel) {
    return Settings.of(node).over(kernel);
  }

  /** What a node says of its window beside the kernel's size, which may be that of its weight. */
  record Settings(
      Optional<long[]> strides, Optional<long[]> dilations, Optional<long[]> pads, String autoPad) {
    static Settings of(Node node) {
      return new Settings(
          node.integers("strides"),
          node.integers("dilations"),
          node.integers("pads"),
          node.text("auto_pad", "NOTSET"));
    }

    Window over(long[] kernel) {
      int rank = kernel.length;
      return new Window(
          kernel,
          strides.orElse(Shapes.filled(rank, 1)),
          dilations.orElse(Shapes.filled(rank, 1)),
          pads.orElse(Shapes.filled(2 * rank, 0)),
          autoPad);
    }
  }

  int rank() {
    return kernel.length;
  }

  long[] kernel() {
    return kernel;
  }

  long[] strides() {
    return strides;
  }

  long[] dilations() {
    return dilations;
  }

  String autoPad() {
    return autoPad;
  }

  /** The extent of the dilated kernel along a dimension. */
  long extent(int i) {
    return (kernel[i] - 1) * dilations[i] + 1;
  }

  /** The padding for an input of shape [N, C, spatial...]: all beginnings, then all ends. */
  long[] pads(Tensor input) {
    if (autoPad.equals("NOTSET")) {
      return pads;
    }
    int rank = rank();
    long[] result = new long[2 * rank];
    if (autoPad.equals("VALID")) {
      return result;
    }
    for (int i = 0; i < rank; i++) {
      long size = input.size(2 + i);
      long out = (size + strides[i] - 1) / strides[i];
      long total = Math.max(0, (out - 1) * strides[i] + extent(i) - size);
      long less = total / 2;
      boolean upper = autoPad.equals("SAME_UPPER");
      result[i] = upper ? less : total - less;
      result[rank + i] = total - result[i];
    }
    return result;
  }

  /** Whether each beginning equals its end. */
  static boolean symmetric(long[] pads) {
    int rank = pads.length / 2;
    for (int i = 0; i < rank; i++) {
      if (pads[i] != pads[rank + i]) {
        return false;
      }
    }
    return true;
  }

  /** The first half of the padding. */
  static long[] begins(long[] pads) {
    return Arrays.copyOf(pads, pads.length / 2);
  }

  /** The padding in libtorch's order: last dimension first, beginning and end side by side. */
  static long[] torchOrder(long[] pads) {
    int rank = pads.length / 2;
    long[] result = new long[pads.length];
    for (int i = 0; i < rank; i++) {
      result[2 * i] = pads[rank - 1 - i];
      result[2 * i + 1] = pads[2 * rank - 1 - i];
    }
    return result;
  }
}
