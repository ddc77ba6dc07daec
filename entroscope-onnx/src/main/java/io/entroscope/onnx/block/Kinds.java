package io.entroscope.onnx.block;

import io.entroscope.onnx.Attributes;
import io.entroscope.onnx.cost.Cost;
import io.entroscope.onnx.internal.Constant;
import io.entroscope.onnx.internal.Constants;
import io.entroscope.onnx.proto.NodeProto;
import java.util.Arrays;
import java.util.List;

/** Tells what a branch does from the operators in it. */
final class Kinds {
  private static final long[] TOKENS_LAST = {0, 2, 1};

  private final DataFlow flow;
  private final Constants constants;

  Kinds(DataFlow flow, Constants constants) {
    this.flow = flow;
    this.constants = constants;
  }

  /** The kind of a branch that holds no other block. */
  BlockKind of(List<NodeProto> branch) {
    if (branch.stream().anyMatch(this::attends)) {
      return BlockKind.ATTENTION;
    }
    if (branch.stream().anyMatch(this::seesNeighbours)) {
      return BlockKind.CONVOLUTION;
    }
    return branch.stream().anyMatch(this::mixesTokens)
        ? BlockKind.TOKEN_MIXING
        : BlockKind.FEED_FORWARD;
  }

  private boolean attends(NodeProto node) {
    if (node.getOpType().endsWith("Attention")) {
      return true;
    }
    boolean multiplies = Cost.isProduct(node) && !node.getOpType().contains("Conv");
    if (!multiplies || node.getInputCount() <= Cost.weightIndex(node)) {
      return false;
    }
    return node.getOpType().equals("Einsum")
        ? flow.inputs(node).size() > 1
        : flow.depends(node.getInput(0)) && flow.depends(node.getInput(Cost.weightIndex(node)));
  }

  private boolean seesNeighbours(NodeProto node) {
    if (!node.getOpType().contains("Conv")) {
      return false;
    }
    long[] dims = constants.input(node, Cost.weightIndex(node)).map(Constant::dims).orElse(null);
    return dims == null || Arrays.stream(dims).skip(2).anyMatch(size -> size > 1);
  }

  private boolean mixesTokens(NodeProto node) {
    String operator = node.getOpType();
    if (operator.equals("Transpose")) {
      return Attributes.longs(node, "perm").filter(p -> Arrays.equals(p, TOKENS_LAST)).isPresent();
    }
    if (operator.equals("MatMul")) {
      return !flow.depends(node.getInput(0));
    }
    return operator.equals("AveragePool") || operator.equals("MaxPool") || operator.equals("DFT");
  }
}
