package io.entroscope.onnx.layer.internal;

import java.util.Optional;

/** Reads the equation of an Einsum that is a product with a matrix, such as bti,io->bto. */
final class Equation {
  private Equation() {}

  /**
   * The axis of the matrix that runs over the units: the one that the result has last, in the place
   * of the data's last.
   *
   * @param weightIndex which factor is the matrix
   * @return empty if it is another sum
   */
  static Optional<Integer> unitsOf(String equation, int weightIndex) {
    String[] sides = equation.replace(" ", "").split("->", -1);
    String[] factors = sides[0].split(",", -1);
    if (sides.length != 2 || factors.length != 2) {
      return Optional.empty();
    }
    String data = factors[1 - weightIndex];
    String matrix = factors[weightIndex];
    String result = sides[1];
    if (matrix.length() != 2 || data.length() < 2 || result.length() != data.length()) {
      return Optional.empty();
    }
    int last = data.length() - 1;
    int units = matrix.indexOf(result.charAt(last));
    boolean product =
        units >= 0
            && matrix.charAt(0) != matrix.charAt(1)
            && matrix.charAt(1 - units) == data.charAt(last)
            && data.indexOf(data.charAt(last)) == last
            && data.indexOf(matrix.charAt(units)) < 0
            && result.substring(0, last).equals(data.substring(0, last));
    return product ? Optional.of(units) : Optional.empty();
  }
}
