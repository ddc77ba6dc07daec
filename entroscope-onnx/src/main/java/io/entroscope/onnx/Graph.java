package io.entroscope.onnx;

import io.entroscope.onnx.internal.Nodes;
import io.entroscope.onnx.proto.GraphProto;
import io.entroscope.onnx.proto.NodeProto;
import io.entroscope.onnx.proto.TensorProto;
import io.entroscope.onnx.proto.ValueInfoProto;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A read-only view of a model's main graph: who makes each tensor and who takes it. */
public final class Graph {
  private final GraphProto proto;
  private final List<NodeProto> nodes;
  private final Map<String, NodeProto> producers = new HashMap<>();
  private final Map<String, List<NodeProto>> consumers = new HashMap<>();
  private final Map<String, TensorProto> initializers = new LinkedHashMap<>();
  private final Map<String, TensorType> types = new HashMap<>();

  public Graph(GraphProto proto) {
    this.proto = proto;
    this.nodes = NodeOrder.of(proto.getNodeList());
    for (TensorProto tensor : proto.getInitializerList()) {
      TensorProto before = initializers.put(tensor.getName(), tensor);
      // Some exporters write the same weight twice.
      if (before != null && !before.equals(tensor)) {
        throw new OnnxException(
            "the model is damaged: two different weights are called '"
                + tensor.getName()
                + "'; export it again");
      }
    }
    for (NodeProto node : nodes) {
      for (String output : node.getOutputList()) {
        if (!output.isEmpty()) {
          producers.put(output, node);
        }
      }
      for (String input : Nodes.taken(node)) {
        consumers.computeIfAbsent(input, name -> new ArrayList<>()).add(node);
      }
    }
    declare(proto.getValueInfoList());
    declare(proto.getInputList());
    declare(proto.getOutputList());
  }

  private void declare(List<ValueInfoProto> values) {
    for (ValueInfoProto value : values) {
      TensorType.of(value).ifPresent(type -> types.put(value.getName(), type));
    }
  }

  /** The nodes, in topological order; where the file is in one, in the file's. */
  public List<NodeProto> nodes() {
    return Collections.unmodifiableList(nodes);
  }

  /** The inputs that a caller feeds: not those that an initializer gives a value. */
  public List<ValueInfoProto> inputs() {
    return proto.getInputList().stream()
        .filter(input -> !initializers.containsKey(input.getName()))
        .toList();
  }

  /** The outputs, in file order. */
  public List<ValueInfoProto> outputs() {
    return proto.getOutputList();
  }

  /** The initializers (weights and constants) by name, in file order. */
  public Map<String, TensorProto> initializers() {
    return Collections.unmodifiableMap(initializers);
  }

  /** The node that makes a tensor; empty for an input or an initializer. */
  public Optional<NodeProto> producer(String tensor) {
    return Optional.ofNullable(producers.get(tensor));
  }

  /**
   * The nodes that take a tensor, in topological order, each once; a node whose subgraph (a branch
   * of an If, the body of a Loop) uses the tensor takes it too.
   */
  public List<NodeProto> consumers(String tensor) {
    return Collections.unmodifiableList(consumers.getOrDefault(tensor, List.of()));
  }

  /** The type that the model declares for a tensor; empty for most tensors inside of it. */
  public Optional<TensorType> declaredType(String tensor) {
    return Optional.ofNullable(types.get(tensor));
  }

  /** Whether a tensor is one of the graph's outputs. */
  public boolean isOutput(String tensor) {
    return proto.getOutputList().stream().anyMatch(output -> output.getName().equals(tensor));
  }

  /** Whether any tensor of the graph has this name. */
  public boolean hasTensor(String name) {
    return producers.containsKey(name)
        || initializers.containsKey(name)
        || proto.getInputList().stream().anyMatch(input -> input.getName().equals(name));
  }
}
