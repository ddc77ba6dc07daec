package io.entroscope.onnx.cost;

import ai.onnx.proto.OnnxMl.NodeProto;
import io.entroscope.onnx.Attributes;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The shapes that sliding windows leave: convolution and pooling as ONNX defines them. */
final class Windows {
  private Windows() {}

  /** The output of Conv: [B, C, …] with weights [M, C/groups, …]. */
  static long @Nullable [] convolved(NodeProto node, long[] x, long[] weights) {
    if (weights.length < 3) {
      return null;
    }
    long[] kernel = Arrays.copyOfRange(weights, 2, weights.length);
    return slid(node, x, weights[0], kernel);
  }

  /** The output of a pooling operator. */
  static long @Nullable [] pooled(NodeProto node, long[] x) {
    long[] kernel = Attributes.longs(node, "kernel_shape").orElse(null);
    return kernel == null ? null : slid(node, x, x[1], kernel);
  }

  private static long @Nullable [] slid(NodeProto node, long[] x, long channels, long[] kernel) {
    String padding = Attributes.text(node, "auto_pad", "NOTSET");
    long[] strides = ones(node, "strides", kernel.length);
    long[] dilations = ones(node, "dilations", kernel.length);
    long[] pads = Attributes.longs(node, "pads").orElseGet(() -> new long[2 * kernel.length]);
    if (!fit(x.length - 2, kernel, strides, dilations) || pads.length != 2 * kernel.length) {
      return null;
    }
    boolean ceil = Attributes.longValue(node, "ceil_mode", 0) != 0;
    long[] result = x.clone();
    result[1] = channels;
    for (int i = 0; i < kernel.length; i++) {
      long window = (kernel[i] - 1) * dilations[i] + 1;
      long size = x[i + 2];
      if (padding.startsWith("SAME")) {
        result[i + 2] = (size + strides[i] - 1) / strides[i];
        continue;
      }
      long padded = padding.equals("VALID") ? size : size + pads[i] + pads[i + kernel.length];
      long room = padded - window;
      long steps = ceil ? (room + strides[i] - 1) / strides[i] : Math.floorDiv(room, strides[i]);
      // A last window that would lie wholly in the padding is left out.
      boolean outside = ceil && steps * strides[i] >= size + pads[i];
      result[i + 2] = steps + (outside ? 0 : 1);
    }
    return result;
  }

  /** The output of ConvTranspose: [B, C, …] with weights [C, M/groups, …]. */
  static long @Nullable [] transposed(NodeProto node, long[] x, long @Nullable [] weights) {
    if (weights == null || weights.length != x.length) {
      return null;
    }
    int spatial = x.length - 2;
    Optional<long[]> given = Attributes.longs(node, "output_shape");
    String padding = Attributes.text(node, "auto_pad", "NOTSET");
    long[] strides = ones(node, "strides", spatial);
    long[] dilations = ones(node, "dilations", spatial);
    long[] extra = Attributes.longs(node, "output_padding").orElseGet(() -> new long[spatial]);
    long[] pads = Attributes.longs(node, "pads").orElseGet(() -> new long[2 * spatial]);
    boolean fits =
        fit(spatial, strides, dilations, given.orElse(strides))
            && extra.length == spatial
            && pads.length == 2 * spatial;
    if (!fits) {
      return null;
    }
    long[] result = x.clone();
    result[1] = weights[1] * Attributes.longValue(node, "group", 1);
    for (int i = 0; i < spatial; i++) {
      long window = (weights[i + 2] - 1) * dilations[i] + 1;
      long whole = strides[i] * (x[i + 2] - 1) + extra[i] + window;
      long size =
          padding.startsWith("SAME")
              ? Math.min(whole, x[i + 2] * strides[i])
              : whole - (padding.equals("VALID") ? 0 : pads[i] + pads[i + spatial]);
      result[i + 2] = given.isPresent() ? given.get()[i] : size;
    }
    return result;
  }

  /** Whether there is a size above 0 for every spatial axis. */
  private static boolean fit(int spatial, long[]... sizes) {
    return Arrays.stream(sizes)
        .allMatch(s -> s.length == spatial && Arrays.stream(s).allMatch(size -> size > 0));
  }

  private static long[] ones(NodeProto node, String attribute, int count) {
    return Attributes.longs(node, attribute)
        .orElseGet(
            () -> {
              long[] ones = new long[count];
              Arrays.fill(ones, 1);
              return ones;
            });
  }
}
