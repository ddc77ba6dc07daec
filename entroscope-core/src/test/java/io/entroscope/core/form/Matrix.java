package io.entroscope.core.form;

import io.entroscope.onnx.GraphBuilder;
import java.util.Arrays;
import java.util.Random;

/**
 * Random weights, in single precision as models hold them, for products in double precision.
 *
 * @param values by row
 */
record Matrix(double[][] values) {
  static Matrix random(long seed, int rows, int columns) {
    Random random = new Random(seed);
    double[][] values = new double[rows][columns];
    for (double[] row : values) {
      for (int j = 0; j < columns; j++) {
        row[j] = (float) (random.nextGaussian() / Math.sqrt(rows));
      }
    }
    return new Matrix(values);
  }

  int rows() {
    return values.length;
  }

  int columns() {
    return values[0].length;
  }

  /** Adds it to a graph. */
  String in(GraphBuilder graph, String name) {
    return graph.floats(name, new long[] {rows(), columns()}, floats());
  }

  /** Adds its rows, one after the other, as a tensor of another shape. */
  String in(GraphBuilder graph, String name, long... shape) {
    return graph.floats(name, shape, floats());
  }

  private float[] floats() {
    float[] floats = new float[rows() * columns()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i / columns()][i % columns()];
    }
    return floats;
  }

  Matrix transposed() {
    double[][] other = new double[columns()][rows()];
    for (int i = 0; i < rows(); i++) {
      for (int j = 0; j < columns(); j++) {
        other[j][i] = values[i][j];
      }
    }
    return new Matrix(other);
  }

  /** x · M + bias for a row x. */
  double[] apply(double[] x, double... bias) {
    double[] y = new double[columns()];
    for (int j = 0; j < y.length; j++) {
      y[j] = bias.length == 0 ? 0 : bias[j];
      for (int i = 0; i < x.length; i++) {
        y[j] += x[i] * values[i][j];
      }
    }
    return y;
  }

  /** Some columns of it. */
  Matrix columns(int from, int to) {
    double[][] some = new double[rows()][];
    for (int i = 0; i < rows(); i++) {
      some[i] = Arrays.copyOfRange(values[i], from, to);
    }
    return new Matrix(some);
  }
}
