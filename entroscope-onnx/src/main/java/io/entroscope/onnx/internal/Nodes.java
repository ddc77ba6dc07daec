package io.entroscope.onnx.internal;

import io.entroscope.onnx.proto.AttributeProto;
import io.entroscope.onnx.proto.GraphProto;
import io.entroscope.onnx.proto.NodeProto;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Questions asked of a node. */
public final class Nodes {
  public static final String MICROSOFT = "com.microsoft";

  private static final Set<String> FORM =
      Set.of(
          "Cast", "Dropout", "Flatten", "Identity", "Reshape", "Squeeze", "Transpose", "Unsqueeze");

  private Nodes() {}

  public static boolean isDefaultDomain(NodeProto node) {
    return node.getDomain().isEmpty() || node.getDomain().equals("ai.onnx");
  }

  /** Whether a node is this operator of the default domain. */
  public static boolean is(NodeProto node, String operator) {
    return node.getOpType().equals(operator) && isDefaultDomain(node);
  }

  /** Whether a node is this operator of ONNX Runtime's own domain. */
  public static boolean isMicrosoft(NodeProto node, String operator) {
    return node.getOpType().equals(operator) && node.getDomain().equals(MICROSOFT);
  }

  /** An input that is given; an optional one left out is empty. */
  public static Optional<String> input(NodeProto node, int index) {
    return index < node.getInputCount() && !node.getInput(index).isEmpty()
        ? Optional.of(node.getInput(index))
        : Optional.empty();
  }

  /** The node's name; of a node without one, its first output. */
  public static String name(NodeProto node) {
    return node.getName().isEmpty() ? key(node) : node.getName();
  }

  /** What tells a node from all others: the first tensor that it makes. */
  public static String key(NodeProto node) {
    return node.getOutputList().stream().filter(name -> !name.isEmpty()).findFirst().orElse("");
  }

  /** Whether a node only passes its input on or changes its form. */
  public static boolean changesForm(NodeProto node) {
    return isDefaultDomain(node) && FORM.contains(node.getOpType());
  }

  /** Whether a node only asks for the form of its input, not for its values. */
  public static boolean asksForm(NodeProto node) {
    return is(node, "Shape") || is(node, "Size");
  }

  /** The tensors that a node takes, each once: its inputs and what its subgraphs capture. */
  public static Set<String> taken(NodeProto node) {
    Set<String> taken = new LinkedHashSet<>(node.getInputList());
    for (AttributeProto attribute : node.getAttributeList()) {
      if (attribute.hasG()) {
        taken.addAll(captured(attribute.getG()));
      }
      for (GraphProto graph : attribute.getGraphsList()) {
        taken.addAll(captured(graph));
      }
    }
    taken.remove("");
    return taken;
  }

  /** The tensors of the outer graph that a subgraph uses. */
  private static Set<String> captured(GraphProto graph) {
    Set<String> inner = new HashSet<>();
    graph.getInputList().forEach(input -> inner.add(input.getName()));
    graph.getInitializerList().forEach(tensor -> inner.add(tensor.getName()));
    graph.getNodeList().forEach(node -> inner.addAll(node.getOutputList()));
    Set<String> captured = new LinkedHashSet<>();
    for (NodeProto node : graph.getNodeList()) {
      captured.addAll(taken(node));
    }
    graph.getOutputList().forEach(output -> captured.add(output.getName()));
    captured.removeAll(inner);
    return captured;
  }
}
