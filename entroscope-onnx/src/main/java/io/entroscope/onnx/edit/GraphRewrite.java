package io.entroscope.onnx.edit;

import io.entroscope.onnx.Graph;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.internal.Nodes;
import io.entroscope.onnx.proto.AttributeProto;
import io.entroscope.onnx.proto.GraphProto;
import io.entroscope.onnx.proto.NodeProto;
import io.entroscope.onnx.proto.TensorProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Collects changes of a graph and applies them at once: nodes bypassed or replaced, constants put
 * in place of others. What is unused afterwards is removed.
 */
public final class GraphRewrite {
  private final OnnxModel model;
  private final Map<String, String> redirected = new HashMap<>();
  private final Set<String> removed = new HashSet<>();
  private final Map<String, List<NodeProto>> replaced = new HashMap<>();
  private final Map<String, TensorProto> added = new LinkedHashMap<>();
  private final Map<String, String> wishes = new LinkedHashMap<>();

  public GraphRewrite(OnnxModel model) {
    this.model = model;
  }

  /** Takes a node out; whoever takes its output takes {@code instead}. */
  public void bypass(NodeProto node, String instead) {
    removed.add(Nodes.key(node));
    redirected.put(Nodes.key(node), instead);
  }

  /** Gives whoever takes a tensor another one; the node that makes it stays while it is needed. */
  public void redirect(String tensor, String instead) {
    redirected.put(tensor, instead);
  }

  /** Takes a node out whose outputs nobody needs any more. */
  public void remove(NodeProto node) {
    removed.add(Nodes.key(node));
  }

  /** Puts nodes in the place of one. */
  public void replace(NodeProto node, List<NodeProto> others) {
    replaced.put(Nodes.key(node), List.copyOf(others));
  }

  /**
   * Adds a constant; returns its name for nodes to take. In the finished graph it has the name that
   * is wished for, if whatever had that name is not used any more.
   */
  public String add(String wish, TensorProto tensor) {
    String name = wish + "_edited";
    for (int i = 2; model.graph().hasTensor(name) || added.containsKey(name); i++) {
      name = wish + "_edited_" + i;
    }
    added.put(name, tensor.toBuilder().setName(name).build());
    wishes.put(name, wish);
    return name;
  }

  /** The edited model. */
  public OnnxModel finish() {
    GraphProto graph = model.proto().getGraph();
    Set<String> outputs = new HashSet<>();
    graph.getOutputList().forEach(output -> outputs.add(output.getName()));
    List<NodeProto> nodes = new ArrayList<>();
    for (NodeProto node : graph.getNodeList()) {
      String key = Nodes.key(node);
      if (removed.contains(key)) {
        if (outputs.contains(key)) {
          nodes.add(identity(resolve(key), key));
        }
        continue;
      }
      for (NodeProto kept : replaced.getOrDefault(key, List.of(node))) {
        nodes.add(renamed(kept, redirected));
      }
    }
    GraphProto edited =
        RemoveUnused.apply(
            graph.toBuilder()
                .clearNode()
                .addAllNode(nodes)
                .addAllInitializer(added.values())
                .build());
    return model.edited(withWishes(edited));
  }

  private static NodeProto identity(String from, String to) {
    return NodeProto.newBuilder()
        .setName(to + "_kept")
        .setOpType("Identity")
        .addInput(from)
        .addOutput(to)
        .build();
  }

  private String resolve(String tensor) {
    String current = tensor;
    while (redirected.containsKey(current)) {
      current = redirected.get(current);
    }
    return current;
  }

  private NodeProto renamed(NodeProto node, Map<String, String> names) {
    if (Nodes.taken(node).stream().noneMatch(names::containsKey)) {
      return node;
    }
    NodeProto.Builder builder = node.toBuilder().clearInput().clearAttribute();
    node.getInputList().forEach(input -> builder.addInput(resolve(input)));
    for (AttributeProto attribute : node.getAttributeList()) {
      AttributeProto.Builder copy = attribute.toBuilder();
      if (attribute.hasG()) {
        copy.setG(renamed(attribute.getG(), names));
      }
      for (int i = 0; i < attribute.getGraphsCount(); i++) {
        copy.setGraphs(i, renamed(attribute.getGraphs(i), names));
      }
      builder.addAttribute(copy);
    }
    return builder.build();
  }

  private GraphProto renamed(GraphProto graph, Map<String, String> names) {
    GraphProto.Builder builder = graph.toBuilder().clearNode();
    graph.getNodeList().forEach(node -> builder.addNode(renamed(node, names)));
    return builder.build();
  }

  private GraphProto withWishes(GraphProto graph) {
    Graph view = new Graph(graph);
    Map<String, String> names = new HashMap<>();
    wishes.forEach(
        (name, wish) -> {
          if (!view.hasTensor(wish) && !names.containsValue(wish)) {
            names.put(name, wish);
          }
        });
    GraphProto.Builder builder = graph.toBuilder().clearNode();
    for (NodeProto node : graph.getNodeList()) {
      NodeProto.Builder copy = node.toBuilder();
      for (int i = 0; i < node.getInputCount(); i++) {
        copy.setInput(i, names.getOrDefault(node.getInput(i), node.getInput(i)));
      }
      builder.addNode(copy);
    }
    for (int i = 0; i < builder.getInitializerCount(); i++) {
      TensorProto tensor = builder.getInitializer(i);
      String name = names.getOrDefault(tensor.getName(), tensor.getName());
      builder.setInitializer(i, tensor.toBuilder().setName(name));
    }
    return builder.build();
  }
}
