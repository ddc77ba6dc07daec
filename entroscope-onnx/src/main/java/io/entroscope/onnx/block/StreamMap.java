package io.entroscope.onnx.block;

import io.entroscope.onnx.OnnxException;
import java.util.Arrays;

/**
 * An affine map of each place or token of a stream, y = xW + b: what may stand in a block's place.
 *
 * @param weights {@code [d, d]}, row by row: W, a row for each unit of x, a column for each of y
 * @param shift {@code [d]}: b
 */
public record StreamMap(double[] weights, double[] shift) {
  public StreamMap {
    if (shift.length == 0 || weights.length != (long) shift.length * shift.length) {
      throw new OnnxException(
          "a map of " + weights.length + " weights to " + shift.length + " units is not square");
    }
    weights = weights.clone();
    shift = shift.clone();
  }

  /** d, the number of units. */
  public int units() {
    return shift.length;
  }

  /** W with its axes exchanged: a row for each unit of y. */
  double[] transposed() {
    int d = units();
    double[] turned = new double[weights.length];
    for (int row = 0; row < d; row++) {
      for (int column = 0; column < d; column++) {
        turned[column * d + row] = weights[row * d + column];
      }
    }
    return turned;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StreamMap that
        && Arrays.equals(weights, that.weights)
        && Arrays.equals(shift, that.shift);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(weights) + Arrays.hashCode(shift);
  }

  @Override
  public String toString() {
    return "an affine map of " + units() + " units";
  }
}
