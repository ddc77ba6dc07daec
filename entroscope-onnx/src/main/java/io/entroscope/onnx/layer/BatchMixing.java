package io.entroscope.onnx.layer;

import io.entroscope.onnx.Attributes;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.proto.AttributeProto;
import io.entroscope.onnx.proto.NodeProto;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The operators by which the examples of a batch depend on each other: quantisation by the range of
 * a whole tensor, and batch normalisation that is still in training.
 */
public final class BatchMixing {
  private static final Set<String> DYNAMIC =
      Set.of("DynamicQuantizeLinear", "DynamicQuantizeMatMul", "DynamicQuantizeLSTM");

  private BatchMixing() {}

  /** The operators with their numbers, such as "3 DynamicQuantizeLinear"; empty: there are none. */
  public static String text(OnnxModel model) {
    Map<String, Integer> counts = new TreeMap<>();
    count(model.proto().getGraph().getNodeList(), counts);
    model.proto().getFunctionsList().forEach(function -> count(function.getNodeList(), counts));
    return counts.entrySet().stream()
        .map(entry -> entry.getValue() + " " + entry.getKey())
        .collect(Collectors.joining(", "));
  }

  private static void count(List<NodeProto> nodes, Map<String, Integer> into) {
    for (NodeProto node : nodes) {
      if (DYNAMIC.contains(node.getOpType()) || isTraining(node)) {
        into.merge(node.getOpType(), 1, Integer::sum);
      }
      for (AttributeProto attribute : node.getAttributeList()) {
        count(attribute.getG().getNodeList(), into);
        attribute.getGraphsList().forEach(graph -> count(graph.getNodeList(), into));
      }
    }
  }

  private static boolean isTraining(NodeProto node) {
    return node.getOpType().equals("BatchNormalization")
        && Attributes.find(node, "training_mode").map(AttributeProto::getI).orElse(0L) != 0;
  }
}
