package io.entroscope.torch.graph;

import java.util.Arrays;

/** Arithmetic of shapes and axes. */
final class Shapes {
  private Shapes() {}

  /** An axis counted from the front, given one that may be counted from the back. */
  static int axis(long axis, int rank) {
    return Math.toIntExact(axis < 0 ? axis + rank : axis);
  }

  /** Axes counted from the front, ascending. */
  static long[] axes(long[] axes, int rank) {
    return Arrays.stream(axes).map(axis -> axis(axis, rank)).sorted().toArray();
  }

  /** All axes of this rank. */
  static long[] all(int rank) {
    return range(0, rank);
  }

  /** The numbers from {@code from} up to but not {@code to}. */
  static long[] range(int from, int to) {
    long[] values = new long[to - from];
    for (int i = 0; i < values.length; i++) {
      values[i] = (long) from + i;
    }
    return values;
  }

  /** The product of some sizes. */
  static long product(long[] dims, int from, int to) {
    long product = 1;
    for (int i = from; i < to; i++) {
      product *= dims[i];
    }
    return product;
  }

  /** The two sizes of a shape flattened before and from an axis on. */
  static long[] split(long[] dims, long axis) {
    int at = axis(axis, dims.length);
    return new long[] {product(dims, 0, at), product(dims, at, dims.length)};
  }

  /** Two shapes one after the other. */
  static long[] concat(long[]... parts) {
    return Arrays.stream(parts).flatMapToLong(Arrays::stream).toArray();
  }

  /** A shape of this rank with one size, as kernels and strides default to it. */
  static long[] filled(int rank, long value) {
    long[] filled = new long[rank];
    Arrays.fill(filled, value);
    return filled;
  }
}
