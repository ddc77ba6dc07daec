package io.entroscope.onnx.edit;

import io.entroscope.onnx.Attributes;
import io.entroscope.onnx.internal.Constant;
import io.entroscope.onnx.internal.Constants;
import io.entroscope.onnx.internal.Nodes;
import io.entroscope.onnx.layer.internal.LayerHead;
import io.entroscope.onnx.proto.NodeProto;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A map x → scale · x + shift of every unit by itself, in float64: what bias, batch normalization
 * and constant factors make of a product.
 *
 * @param scale one factor for each unit
 * @param shift one summand for each unit
 */
record Affine(double[] scale, double[] shift) {
  private static final float EPSILON = 1e-5f;

  /** The map that changes nothing. */
  static Affine identity(int units) {
    double[] ones = new double[units];
    Arrays.fill(ones, 1);
    return new Affine(ones, new double[units]);
  }

  /** What comes of the product at the head of a layer, before its own steps. */
  static Affine ofHead(LayerHead head) {
    Affine affine = identity(head.units());
    double alpha = Attributes.floatValue(head.node(), "alpha", 1);
    double beta = Attributes.floatValue(head.node(), "beta", 1);
    double[] bias =
        head.bias() == null ? new double[head.units()] : spread(head.bias(), head.units());
    return affine.times(fill(alpha, head.units())).plus(times(bias, fill(beta, head.units())));
  }

  /** This map followed by nodes that are affine or only pass on; empty if one is neither. */
  Optional<Affine> andThen(List<NodeProto> nodes, String input, Constants constants) {
    Affine affine = this;
    String tensor = input;
    for (NodeProto node : nodes) {
      Optional<Affine> next = affine.andThen(node, tensor, constants);
      if (next.isEmpty()) {
        return Optional.empty();
      }
      affine = next.get();
      tensor = node.getOutput(0);
    }
    return Optional.of(affine);
  }

  private Optional<Affine> andThen(NodeProto node, String input, Constants constants) {
    if (Nodes.is(node, "Identity") || Nodes.is(node, "Dropout")) {
      return Optional.of(this);
    }
    if (Nodes.is(node, "BatchNormalization")) {
      return Optional.of(normalized(node, constants));
    }
    int other = node.getInputCount() == 2 && node.getInput(0).equals(input) ? 1 : 0;
    return constants
        .input(node, other)
        .map(constant -> spread(constant, scale.length))
        .flatMap(
            values ->
                switch (node.getOpType()) {
                  case "Add", "Sum" -> Optional.of(plus(values));
                  case "Sub" -> Optional.of(plus(times(values, fill(-1, values.length))));
                  case "Mul" -> Optional.of(times(values));
                  case "Div" -> Optional.of(times(inverse(values)));
                  default -> Optional.empty();
                });
  }

  private Affine normalized(NodeProto node, Constants constants) {
    double epsilon = Attributes.floatValue(node, "epsilon", EPSILON);
    double[][] vectors = new double[4][];
    for (int i = 0; i < 4; i++) {
      vectors[i] = spread(constants.input(node, i + 1).orElseThrow(), scale.length);
    }
    double[] factor = new double[scale.length];
    double[] summand = new double[scale.length];
    for (int i = 0; i < factor.length; i++) {
      factor[i] = vectors[0][i] / Math.sqrt(vectors[3][i] + epsilon);
      summand[i] = vectors[1][i] - vectors[2][i] * factor[i];
    }
    return times(factor).plus(summand);
  }

  private Affine plus(double[] values) {
    double[] sum = shift.clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += values[i];
    }
    return new Affine(scale, sum);
  }

  private Affine times(double[] values) {
    return new Affine(times(scale, values), times(shift, values));
  }

  private static double[] times(double[] left, double[] right) {
    double[] product = new double[left.length];
    for (int i = 0; i < product.length; i++) {
      product[i] = left[i] * right[i];
    }
    return product;
  }

  private static double[] inverse(double[] values) {
    return Arrays.stream(values).map(value -> 1 / value).toArray();
  }

  private static double[] fill(double value, int count) {
    double[] values = new double[count];
    Arrays.fill(values, value);
    return values;
  }

  /** One value for each unit, from a constant of as many or of one. */
  private static double[] spread(Constant constant, int units) {
    double[] values = constant.values();
    return values.length == units ? values : fill(values[0], units);
  }
}
