package io.entroscope.onnx.internal.inline;

import io.entroscope.onnx.proto.AttributeProto;
import io.entroscope.onnx.proto.GraphProto;
import io.entroscope.onnx.proto.NodeProto;
import io.entroscope.onnx.proto.ValueInfoProto;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Copies nodes into another graph: tensors get the names that they have there, or new ones that
 * nothing in it has.
 */
final class Renaming {
  private final Set<String> taken;
  private final String prefix;
  private final Map<String, String> tensors;
  private final Map<String, AttributeProto> attributes;

  /**
   * A renaming for one copy.
   *
   * @param taken all names in use, to which new ones are added
   * @param prefix put before the names of what is copied; empty for none
   * @param attributes what stands for attributes that nodes take by reference
   */
  Renaming(Set<String> taken, String prefix, Map<String, AttributeProto> attributes) {
    this(taken, prefix, attributes, Map.of());
  }

  private Renaming(
      Set<String> taken,
      String prefix,
      Map<String, AttributeProto> attributes,
      Map<String, String> tensors) {
    this.taken = taken;
    this.prefix = prefix;
    this.attributes = attributes;
    this.tensors = new HashMap<>(tensors);
  }

  /** Settles what a tensor is called in the other graph; "" where it is not given there. */
  void call(String tensor, String there) {
    tensors.put(tensor, there);
  }

  boolean knows(String tensor) {
    return tensors.containsKey(tensor);
  }

  /** What a tensor is called in the other graph; one from outside keeps its name. */
  String of(String tensor) {
    return tensors.getOrDefault(tensor, tensor);
  }

  /** Names what is made here and has no name there yet. */
  String define(String tensor) {
    return tensor.isEmpty() ? "" : tensors.computeIfAbsent(tensor, this::fresh);
  }

  private String fresh(String name) {
    String wanted = prefix.isEmpty() ? name : prefix + "/" + name;
    String unused = wanted;
    for (int i = 2; !taken.add(unused); i++) {
      unused = wanted + "_" + i;
    }
    return unused;
  }

  /** A node as it is in the other graph. */
  NodeProto copy(NodeProto node) {
    NodeProto.Builder copy = node.toBuilder().clearInput().clearOutput().clearAttribute();
    if (!node.getName().isEmpty()) {
      copy.setName(fresh(node.getName()));
    }
    node.getInputList().forEach(input -> copy.addInput(of(input)));
    node.getOutputList().forEach(output -> copy.addOutput(define(output)));
    for (AttributeProto attribute : node.getAttributeList()) {
      AttributeProto given = given(attribute);
      if (given != null) {
        copy.addAttribute(inner(given));
      }
    }
    return copy.build();
  }

  /** An attribute, or what stands for one taken by reference; null if that is left out. */
  private @Nullable AttributeProto given(AttributeProto attribute) {
    if (attribute.getRefAttrName().isEmpty()) {
      return attribute;
    }
    AttributeProto value = attributes.get(attribute.getRefAttrName());
    return value == null ? null : value.toBuilder().setName(attribute.getName()).build();
  }

  private AttributeProto inner(AttributeProto attribute) {
    if (!attribute.hasG() && attribute.getGraphsCount() == 0) {
      return attribute;
    }
    AttributeProto.Builder copy = attribute.toBuilder().clearGraphs();
    if (attribute.hasG()) {
      copy.setG(copy(attribute.getG()));
    }
    attribute.getGraphsList().forEach(graph -> copy.addGraphs(copy(graph)));
    return copy.build();
  }

  /** A graph inside of a node. What it makes is renamed too: names must not hide outer ones. */
  private GraphProto copy(GraphProto graph) {
    Renaming inside = new Renaming(taken, prefix, attributes, tensors);
    GraphProto.Builder copy =
        graph.toBuilder()
            .clearInput()
            .clearOutput()
            .clearInitializer()
            .clearSparseInitializer()
            .clearNode()
            .clearValueInfo();
    for (ValueInfoProto input : graph.getInputList()) {
      copy.addInput(input.toBuilder().setName(inside.defineAnew(input.getName())));
    }
    inside.defineConstants(graph, copy);
    graph.getNodeList().forEach(node -> node.getOutputList().forEach(inside::defineAnew));
    graph.getNodeList().forEach(node -> copy.addNode(inside.copy(node)));
    inside.types(graph.getValueInfoList()).forEach(copy::addValueInfo);
    inside.types(graph.getOutputList()).forEach(copy::addOutput);
    return copy.build();
  }

  /** Names the initializers of a graph, and puts them into another. */
  void defineConstants(GraphProto graph, GraphProto.Builder into) {
    graph
        .getInitializerList()
        .forEach(
            tensor ->
                into.addInitializer(tensor.toBuilder().setName(defineAnew(tensor.getName()))));
    graph
        .getSparseInitializerList()
        .forEach(
            sparse ->
                into.addSparseInitializer(
                    sparse.toBuilder()
                        .setValues(
                            sparse.getValues().toBuilder()
                                .setName(defineAnew(sparse.getValues().getName())))));
  }

  private String defineAnew(String tensor) {
    if (tensor.isEmpty()) {
      return "";
    }
    String name = fresh(tensor);
    tensors.put(tensor, name);
    return name;
  }

  /** What is declared of tensors, under their names there. */
  List<ValueInfoProto> types(List<ValueInfoProto> declared) {
    return declared.stream()
        .map(value -> value.toBuilder().setName(of(value.getName())).build())
        .toList();
  }
}
