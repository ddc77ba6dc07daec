package io.entroscope.onnx.internal;

import io.entroscope.onnx.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Arithmetic on the forms of constant tensors, as ONNX defines it. */
public final class Shapes {
  private Shapes() {}

  /** The form after Reshape, or null if the sizes do not fit. */
  public static long @Nullable [] reshape(long[] dims, long[] target, long allowZero) {
    long[] result = target.clone();
    int open = -1;
    long product = 1;
    for (int i = 0; i < result.length; i++) {
      if (result[i] == 0 && allowZero == 0 && i < dims.length) {
        result[i] = dims[i];
      }
      if (result[i] < 0) {
        open = i;
      } else {
        product *= result[i];
      }
    }
    long elements = Tensors.elements(dims);
    if (open >= 0 && product > 0) {
      result[open] = elements / product;
      product *= result[open];
    }
    return product == elements ? result : null;
  }

  /** The form [d0·…, …] after Flatten. */
  public static long[] flatten(long[] dims, int axis) {
    int split = axis < 0 ? axis + dims.length : axis;
    return new long[] {
      Tensors.elements(Arrays.copyOfRange(dims, 0, split)),
      Tensors.elements(Arrays.copyOfRange(dims, split, dims.length))
    };
  }

  /** The form without the given axes of size 1, or without all of them. */
  public static long[] squeeze(long[] dims, Optional<long[]> axes) {
    List<Long> kept = new ArrayList<>();
    for (int i = 0; i < dims.length; i++) {
      boolean dropped = axes.isEmpty() ? dims[i] == 1 : contains(axes.get(), i, dims.length);
      if (!dropped) {
        kept.add(dims[i]);
      }
    }
    return kept.stream().mapToLong(Long::longValue).toArray();
  }

  /** The form with axes of size 1 put in. */
  public static long[] unsqueeze(long[] dims, long[] axes) {
    long[] result = new long[dims.length + axes.length];
    int next = 0;
    for (int i = 0; i < result.length; i++) {
      result[i] = contains(axes, i, result.length) || next >= dims.length ? 1 : dims[next++];
    }
    return result;
  }

  private static boolean contains(long[] axes, int axis, int rank) {
    return Arrays.stream(axes).anyMatch(a -> (a < 0 ? a + rank : a) == axis);
  }

  /** The form after Transpose. */
  public static long[] permute(long[] dims, long[] perm) {
    long[] result = new long[dims.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = dims[(int) perm[i]];
    }
    return result;
  }

  /** The values of a tensor of form {@code dims} after Transpose. */
  public static double[] transpose(double[] values, long[] dims, long[] perm) {
    int rank = dims.length;
    long[] to = permute(dims, perm);
    long[] stride = strides(dims);
    double[] result = new double[values.length];
    long[] index = new long[rank];
    long from = 0;
    for (int i = 0; i < result.length; i++) {
      result[i] = values[(int) from];
      for (int axis = rank - 1; axis >= 0; axis--) {
        long step = stride[(int) perm[axis]];
        from += step;
        if (++index[axis] < to[axis]) {
          break;
        }
        from -= step * to[axis];
        index[axis] = 0;
      }
    }
    return result;
  }

  private static long[] strides(long[] dims) {
    long[] strides = new long[dims.length];
    long stride = 1;
    for (int i = dims.length - 1; i >= 0; i--) {
      strides[i] = stride;
      stride *= dims[i];
    }
    return strides;
  }

  /** The values (q − zero) · scale, with one scale for all or one for each index of an axis. */
  static double[] dequantize(
      double[] values, long[] dims, Constant scale, @Nullable Constant zero, int axis) {
    double[] scales = scale.values();
    double[] zeros = zero == null ? new double[scales.length] : zero.values();
    int along = axis < 0 ? axis + dims.length : axis;
    long inner =
        scales.length == 1
            ? values.length
            : Tensors.elements(Arrays.copyOfRange(dims, along + 1, dims.length));
    double[] result = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      int group = (int) (i / Math.max(1, inner) % scales.length);
      result[i] = (values[i] - zeros[group]) * scales[group];
    }
    return result;
  }
}
