package io.entroscope.onnx.layer;

import io.entroscope.onnx.Graph;
import io.entroscope.onnx.proto.NodeProto;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Tells vectors, such as embeddings, from scores of classes by what makes them. */
final class Vectors {
  /** What makes scores out of features, or probabilities out of scores. */
  private static final Set<String> HEADS =
      Set.of(
          "Conv",
          "ConvInteger",
          "DynamicQuantizeMatMul",
          "Einsum",
          "FusedConv",
          "FusedGemm",
          "FusedMatMul",
          "Gemm",
          "LogSoftmax",
          "MatMul",
          "MatMulInteger",
          "MatMulIntegerToFloat",
          "MatMulNBits",
          "QGemm",
          "QLinearConv",
          "QLinearMatMul",
          "Sigmoid",
          "Softmax");

  /** What scores go through unchanged, in another form, or averaged over places. */
  private static final Set<String> PASSING =
      Set.of(
          "Add",
          "AveragePool",
          "Cast",
          "DequantizeLinear",
          "Div",
          "Dropout",
          "Flatten",
          "Gather",
          "GlobalAveragePool",
          "Identity",
          "Mul",
          "QuantizeLinear",
          "ReduceMean",
          "Relu",
          "Reshape",
          "Slice",
          "Squeeze",
          "Sub",
          "Transpose",
          "Unsqueeze");

  private static final String ML = "ai.onnx.ml";

  private Vectors() {}

  /** Whether an output is not made by a product or a softmax, but by what normalises or adds. */
  static boolean are(Graph graph, String tensor) {
    Optional<NodeProto> node = graph.producer(tensor);
    while (node.isPresent()) {
      String operator = node.get().getOpType();
      if (HEADS.contains(operator) || node.get().getDomain().equals(ML)) {
        return false;
      }
      List<String> data =
          node.get().getInputList().stream().filter(input -> isComputed(graph, input)).toList();
      if (!PASSING.contains(operator) || data.size() != 1) {
        return true;
      }
      node = graph.producer(data.get(0));
    }
    return true;
  }

  private static boolean isComputed(Graph graph, String tensor) {
    return !graph.initializers().containsKey(tensor)
        && graph
            .producer(tensor)
            .filter(node -> !node.getOpType().equals("Constant"))
            .filter(node -> node.getInputCount() > 0)
            .isPresent();
  }
}
