package io.entroscope.onnx.internal.inline;

import io.entroscope.onnx.Attributes;
import io.entroscope.onnx.ElementType;
import io.entroscope.onnx.Tensors;
import io.entroscope.onnx.internal.Nodes;
import io.entroscope.onnx.proto.AttributeProto;
import io.entroscope.onnx.proto.GraphProto;
import io.entroscope.onnx.proto.ModelProto;
import io.entroscope.onnx.proto.NodeProto;
import io.entroscope.onnx.proto.TensorProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Puts the branch that is always taken in the place of an If whose condition is constant, whichever
 * way the constant is written; that in branches too, from outside to inside.
 */
final class BranchInliner {
  private final ModelProto model;
  private final GraphProto.Builder graph;
  private final Map<String, NodeProto> makers = new HashMap<>();
  private final Map<String, TensorProto> initializers = new HashMap<>();

  BranchInliner(ModelProto model) {
    this.model = model;
    this.graph = model.getGraph().toBuilder();
    learn(model.getGraph());
  }

  static boolean isIf(NodeProto node) {
    return Nodes.is(node, "If");
  }

  private void learn(GraphProto of) {
    of.getInitializerList().forEach(tensor -> initializers.put(tensor.getName(), tensor));
    of.getNodeList().forEach(this::learn);
  }

  private void learn(NodeProto node) {
    node.getOutputList().forEach(output -> makers.put(output, node));
  }

  /** The model without such nodes; the same instance if there are none. */
  ModelProto inlined() {
    boolean changed = false;
    for (int i = 0; i < graph.getNodeCount(); ) {
      Optional<GraphProto> branch = branch(graph.getNode(i));
      if (branch.isPresent()) {
        put(i, branch.get());
        changed = true;
      } else {
        i++;
      }
    }
    return changed ? model.toBuilder().setGraph(graph).build() : model;
  }

  private Optional<GraphProto> branch(NodeProto node) {
    return isIf(node) && node.getInputCount() == 1
        ? truth(node.getInput(0))
            .flatMap(taken -> Attributes.find(node, taken ? "then_branch" : "else_branch"))
            .map(AttributeProto::getG)
        : Optional.empty();
  }

  /** The value of a condition; empty if it depends on an input. */
  private Optional<Boolean> truth(String condition) {
    TensorProto stored = initializers.get(condition);
    if (stored != null) {
      return truth(stored);
    }
    NodeProto node = makers.get(condition);
    if (node == null || !Nodes.isDefaultDomain(node)) {
      return Optional.empty();
    }
    return switch (node.getOpType()) {
      case "Constant" ->
          Attributes.find(node, "value").map(AttributeProto::getT).flatMap(BranchInliner::truth);
      case "Identity", "Cast", "Squeeze", "Unsqueeze", "Reshape" -> truth(node.getInput(0));
      case "Not" -> truth(node.getInput(0)).map(value -> !value);
      case "And" -> truth(node.getInput(0)).flatMap(a -> truth(node.getInput(1)).map(b -> a && b));
      case "Or" -> truth(node.getInput(0)).flatMap(a -> truth(node.getInput(1)).map(b -> a || b));
      default -> Optional.empty();
    };
  }

  private static Optional<Boolean> truth(TensorProto tensor) {
    ElementType type = Tensors.type(tensor);
    boolean one = Tensors.elements(Tensors.dims(tensor)) == 1;
    boolean whole = type == ElementType.BOOL || type == ElementType.INT64;
    return one && whole && !Tensors.isExternal(tensor)
        ? Optional.of(Tensors.longs(tensor)[0] != 0)
        : Optional.empty();
  }

  private void put(int place, GraphProto branch) {
    NodeProto node = graph.getNode(place);
    List<NodeProto> after =
        new ArrayList<>(graph.getNodeList().subList(place + 1, graph.getNodeCount()));
    while (graph.getNodeCount() > place) {
      graph.removeNode(graph.getNodeCount() - 1);
    }
    Set<String> taken = Inlining.names(graph.build());
    GraphProto rest = GraphProto.newBuilder().addAllNode(after).build();
    taken.addAll(Inlining.names(rest));
    Renaming names = new Renaming(taken, "", Map.of());
    GraphProto.Builder constants = GraphProto.newBuilder();
    names.defineConstants(branch, constants);
    graph.addAllInitializer(constants.getInitializerList());
    graph.addAllSparseInitializer(constants.getSparseInitializerList());
    learn(constants.build());
    for (NodeProto put : spliced(node, branch, names)) {
      graph.addNode(put);
      learn(put);
    }
    graph.addAllValueInfo(names.types(branch.getValueInfoList()));
    graph.addAllNode(after);
  }

  private static List<NodeProto> spliced(NodeProto node, GraphProto branch, Renaming names) {
    Set<String> made = new HashSet<>();
    branch.getNodeList().forEach(inner -> made.addAll(inner.getOutputList()));
    List<NodeProto> passed = new ArrayList<>();
    for (int i = 0; i < node.getOutputCount(); i++) {
      String inside = branch.getOutput(i).getName();
      String outside = node.getOutput(i);
      if (outside.isEmpty()) {
        continue;
      }
      if (made.contains(inside) && !names.knows(inside)) {
        names.call(inside, outside);
      } else {
        passed.add(FunctionInliner.identity(names.of(inside), outside));
      }
    }
    List<NodeProto> nodes = new ArrayList<>();
    branch.getNodeList().forEach(inner -> nodes.add(names.copy(inner)));
    nodes.addAll(passed);
    return nodes;
  }
}
