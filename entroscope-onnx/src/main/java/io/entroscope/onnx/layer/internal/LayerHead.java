package io.entroscope.onnx.layer.internal;

import io.entroscope.onnx.Attributes;
import io.entroscope.onnx.internal.Constant;
import io.entroscope.onnx.internal.Constants;
import io.entroscope.onnx.internal.Nodes;
import io.entroscope.onnx.layer.LayerKind;
import io.entroscope.onnx.proto.NodeProto;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A node that multiplies with constant weights, which makes it the head of a layer.
 *
 * @param node the node
 * @param kind fully connected, convolution or recurrent
 * @param weightIndex which of its inputs holds the weights; 0 where they stand on the left, W·x
 * @param weight the weights
 * @param units the number of units or channels
 * @param inputs the inputs of each
 * @param rank the rank of its output; 0 if not known
 * @param bias the bias that the node adds itself; null if it has none
 * @param fused the name of the activation that an optimizer put into the node; empty if none
 */
public record LayerHead(
    NodeProto node,
    LayerKind kind,
    int weightIndex,
    Constant weight,
    int units,
    int inputs,
    int rank,
    @Nullable Constant bias,
    String fused) {

  /** What a node is the head of; empty if it does not multiply with constant weights. */
  static Optional<LayerHead> of(NodeProto node, Constants constants) {
    if (!Nodes.isDefaultDomain(node) && !node.getDomain().equals(Nodes.MICROSOFT)) {
      return Optional.empty();
    }
    int weightIndex = weightIndex(node, constants);
    Constant weight = constants.input(node, weightIndex).orElse(null);
    boolean constantOnly =
        Nodes.input(node, weightIndex == 0 ? 1 : 0).flatMap(constants::find).isPresent();
    if (weight == null || constantOnly) {
      return Optional.empty();
    }
    Shape shape = shape(node, weightIndex, weight);
    return shape == null || !shape.isWhole()
        ? Optional.empty()
        : Optional.of(
            new LayerHead(
                node,
                node.getOpType().contains("Conv")
                    ? LayerKind.CONVOLUTION
                    : LayerKind.FULLY_CONNECTED,
                weightIndex,
                weight,
                (int) shape.units,
                (int) shape.inputs,
                shape.rank,
                bias(node, constants),
                fused(node)));
  }

  /**
   * The form of a layer.
   *
   * @param rank of its output; 0 if not known
   */
  private record Shape(long units, long inputs, int rank) {
    static Shape ofWeights(Constant weight, long units, int rank) {
      return new Shape(units, units < 1 ? 0 : weight.elements() / units, rank);
    }

    boolean isWhole() {
      return units >= 1
          && inputs >= 1
          && units <= Integer.MAX_VALUE
          && inputs <= Integer.MAX_VALUE
          && units * inputs >= 1;
    }
  }

  private static int weightIndex(NodeProto node, Constants constants) {
    return switch (node.getOpType()) {
      case "QLinearConv", "QLinearMatMul", "QGemm" -> 3;
      case "Gemm", "FusedGemm", "MatMul", "FusedMatMul", "Einsum" ->
          constants.input(node, 0).isPresent() ? 0 : 1;
      default -> 1;
    };
  }

  private static @Nullable Constant bias(NodeProto node, Constants constants) {
    int index =
        switch (node.getOpType()) {
          case "Gemm", "FusedGemm", "Conv", "FusedConv", "ConvTranspose", "GemmFastGelu" -> 2;
          case "DynamicQuantizeMatMul" -> 4;
          case "MatMulNBits" -> 5;
          case "MatMulIntegerToFloat", "QGemm" -> 6;
          case "QLinearConv" -> 8;
          default -> -1;
        };
    return index < 0 ? null : constants.input(node, index).orElse(null);
  }

  private static String fused(NodeProto node) {
    return node.getOpType().equals("GemmFastGelu")
        ? "Gelu"
        : Attributes.text(node, "activation", "");
  }

  private static @Nullable Shape shape(NodeProto node, int weightIndex, Constant weight) {
    return switch (node.getOpType()) {
      case "Gemm", "FusedGemm", "QGemm" -> gemm(node, weightIndex, weight);
      case "MatMul",
          "MatMulInteger",
          "FusedMatMul",
          "DynamicQuantizeMatMul",
          "MatMulIntegerToFloat",
          "QLinearMatMul",
          "GemmFastGelu" ->
          matMul(node, weightIndex, weight);
      case "MatMulNBits" ->
          new Shape(Attributes.longValue(node, "N", 0), Attributes.longValue(node, "K", 0), 0);
      case "Einsum" -> einsum(node, weightIndex, weight);
      case "Conv", "FusedConv", "ConvInteger", "QLinearConv" ->
          weight.rank() < 3 ? null : Shape.ofWeights(weight, weight.dims()[0], weight.rank());
      case "ConvTranspose" ->
          weight.rank() < 3
              ? null
              : Shape.ofWeights(
                  weight, weight.dims()[1] * Attributes.longValue(node, "group", 1), weight.rank());
      default -> null;
    };
  }

  private static @Nullable Shape gemm(NodeProto node, int weightIndex, Constant weight) {
    boolean left = weightIndex == 0;
    boolean transposesData = Attributes.longValue(node, left ? "transB" : "transA", 0) != 0;
    if (weight.rank() != 2 || (!left && transposesData)) {
      return null;
    }
    boolean transposed = Attributes.longValue(node, left ? "transA" : "transB", 0) != 0;
    return Shape.ofWeights(weight, weight.dims()[left == transposed ? 1 : 0], 2);
  }

  private static @Nullable Shape matMul(NodeProto node, int weightIndex, Constant weight) {
    long[] dims = weight.dims();
    boolean oneMatrix =
        dims.length >= 2 && Arrays.stream(dims, 0, dims.length - 2).allMatch(dim -> dim == 1);
    if (!oneMatrix
        || Attributes.longValue(node, "transBatchA", 0) != 0
        || Attributes.longValue(node, "transBatchB", 0) != 0) {
      return null;
    }
    long rows = dims[dims.length - 2];
    long columns = dims[dims.length - 1];
    if (weightIndex == 0) {
      // A column alone spreads numbers over an axis, as positions are made; it is no layer.
      boolean transposed = Attributes.longValue(node, "transA", 0) != 0;
      Shape shape = Shape.ofWeights(weight, transposed ? columns : rows, 0);
      return shape.inputs > 1 && shape.units > 1 ? shape : null;
    }
    boolean transposed = Attributes.longValue(node, "transB", 0) != 0;
    return Attributes.longValue(node, "transA", 0) != 0
        ? null
        : Shape.ofWeights(weight, transposed ? rows : columns, 0);
  }

  private static @Nullable Shape einsum(NodeProto node, int weightIndex, Constant weight) {
    return node.getInputCount() == 2 && weight.rank() == 2
        ? Equation.unitsOf(Attributes.text(node, "equation", ""), weightIndex)
            .map(axis -> Shape.ofWeights(weight, weight.dims()[axis], 0))
            .orElse(null)
        : null;
  }

  /** The tensor that the layer takes. */
  public String input() {
    return node.getInput(weightIndex == 0 ? 1 : 0);
  }

  /** The axis of its output that runs over the units: 1, −1 or −2. */
  int unitAxis() {
    if (kind == LayerKind.CONVOLUTION) {
      return Attributes.longValue(node, "channels_last", 0) != 0 ? -1 : 1;
    }
    return weightIndex == 0 && !Nodes.is(node, "Einsum") ? -2 : -1;
  }

  /** Whether its output holds integers that have a scale. */
  boolean givesIntegers() {
    return switch (node.getOpType()) {
      case "QLinearConv", "QLinearMatMul" -> true;
      case "QGemm" -> Nodes.input(node, 7).isPresent();
      default -> false;
    };
  }

  /** The numbers in its weights. */
  long parameters() {
    return (long) units * inputs;
  }
}
