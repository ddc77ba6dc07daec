package io.entroscope.onnx.block;

import io.entroscope.onnx.internal.Nodes;
import io.entroscope.onnx.proto.NodeProto;
import java.util.List;
import java.util.Optional;

/**
 * A node that adds tensors.
 *
 * @param node the node
 * @param operands what it adds, without a bias
 * @param sum the sum; empty if the node gives nothing but the normalised sum
 * @param normalized the normalised sum, of a node that normalises too
 * @param quantized whether it adds integers, each with a scale of its own
 */
record ResidualSum(
    NodeProto node,
    List<String> operands,
    Optional<String> sum,
    Optional<String> normalized,
    boolean quantized) {
  private static final int FUSED_SUM = 3;
  private static final int SECOND_QUANTIZED = 3;

  /** The sum that a node makes; empty if it makes none. */
  static Optional<ResidualSum> of(NodeProto node) {
    if (Nodes.is(node, "Add") || (Nodes.is(node, "Sum") && node.getInputCount() > 1)) {
      return Optional.of(
          new ResidualSum(
              node,
              List.copyOf(node.getInputList()),
              Optional.of(node.getOutput(0)),
              Optional.empty(),
              false));
    }
    if (isFused(node)) {
      Optional<String> sum =
          Optional.of(node)
              .filter(fused -> fused.getOutputCount() > FUSED_SUM)
              .map(fused -> fused.getOutput(FUSED_SUM))
              .filter(name -> !name.isEmpty());
      return Optional.of(
          new ResidualSum(
              node,
              List.of(node.getInput(0), node.getInput(1)),
              sum,
              Optional.of(node.getOutput(0)).filter(name -> !name.isEmpty()),
              false));
    }
    if (Nodes.isMicrosoft(node, "QLinearAdd") && node.getInputCount() > SECOND_QUANTIZED) {
      return Optional.of(
          new ResidualSum(
              node,
              List.of(node.getInput(0), node.getInput(SECOND_QUANTIZED)),
              Optional.of(node.getOutput(0)),
              Optional.empty(),
              true));
    }
    return Optional.empty();
  }

  /** Whether a node of ONNX Runtime adds and normalises in one. */
  static boolean isFused(NodeProto node) {
    return Nodes.isMicrosoft(node, "SkipLayerNormalization")
        || Nodes.isMicrosoft(node, "SkipSimplifiedLayerNormalization");
  }

  /** The sum, or the normalised one where there is no other. */
  String tensor() {
    return sum.or(() -> normalized).orElseGet(() -> Nodes.key(node));
  }
}
