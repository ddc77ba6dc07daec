package io.entroscope.onnx.edit;

import io.entroscope.onnx.Attributes;
import io.entroscope.onnx.internal.Shapes;
import io.entroscope.onnx.layer.internal.LayerHead;
import org.jspecify.annotations.Nullable;

/** Products of weights in float64. */
final class Matrices {
  private Matrices() {}

  /** Whether a head holds its weights as [units, inputs]. */
  static boolean unitsFirst(LayerHead head) {
    return Attributes.longValue(head.node(), "transB", 0) != 0;
  }

  /** The weights of a fully connected layer as [inputs, units], row-major. */
  static double[] inputsByUnits(LayerHead head) {
    double[] values = head.weight().values();
    return unitsFirst(head)
        ? Shapes.transpose(values, new long[] {head.units(), head.inputs()}, new long[] {1, 0})
        : values;
  }

  /** A · diag(scale) · B for A [rows, inner] and B [inner, columns]; without a scale A · B. */
  static double[] product(
      double[] a, double @Nullable [] scale, double[] b, int rows, int columns) {
    int inner = a.length / rows;
    double[] result = new double[Math.multiplyExact(rows, columns)];
    for (int row = 0; row < rows; row++) {
      for (int k = 0; k < inner; k++) {
        double factor = a[row * inner + k] * (scale == null ? 1 : scale[k]);
        if (factor != 0) {
          for (int column = 0; column < columns; column++) {
            result[row * columns + column] += factor * b[k * columns + column];
          }
        }
      }
    }
    return result;
  }
}
