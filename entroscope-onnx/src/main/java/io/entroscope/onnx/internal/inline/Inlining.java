package io.entroscope.onnx.internal.inline;

import io.entroscope.onnx.proto.AttributeProto;
import io.entroscope.onnx.proto.GraphProto;
import io.entroscope.onnx.proto.ModelProto;
import io.entroscope.onnx.proto.NodeProto;
import java.util.HashSet;
import java.util.Set;

/**
 * Puts what a model calls where it is called: the bodies of its functions, and the branches of an
 * If whose condition is constant. What is left computes the same in one graph, so that layers are
 * found wherever their weights were.
 */
public final class Inlining {
  private Inlining() {}

  /**
   * The model in one graph as far as that goes; the same instance if there is nothing to put in.
   *
   * @throws io.entroscope.onnx.OnnxException if a function calls itself
   */
  public static ModelProto of(ModelProto model) {
    ModelProto flat = model.getFunctionsCount() == 0 ? model : new FunctionInliner(model).inlined();
    return hasBranches(flat.getGraph()) ? new BranchInliner(flat).inlined() : flat;
  }

  private static boolean hasBranches(GraphProto graph) {
    return graph.getNodeList().stream().anyMatch(BranchInliner::isIf);
  }

  /** The names of all nodes and tensors, those in graphs inside of nodes too. */
  static Set<String> names(GraphProto graph) {
    Set<String> names = new HashSet<>();
    collect(graph, names);
    return names;
  }

  private static void collect(GraphProto graph, Set<String> names) {
    graph.getInputList().forEach(input -> names.add(input.getName()));
    graph.getOutputList().forEach(output -> names.add(output.getName()));
    graph.getInitializerList().forEach(tensor -> names.add(tensor.getName()));
    graph.getSparseInitializerList().forEach(tensor -> names.add(tensor.getValues().getName()));
    for (NodeProto node : graph.getNodeList()) {
      names.add(node.getName());
      names.addAll(node.getInputList());
      names.addAll(node.getOutputList());
      for (AttributeProto attribute : node.getAttributeList()) {
        if (attribute.hasG()) {
          collect(attribute.getG(), names);
        }
        attribute.getGraphsList().forEach(inner -> collect(inner, names));
      }
    }
  }
}
