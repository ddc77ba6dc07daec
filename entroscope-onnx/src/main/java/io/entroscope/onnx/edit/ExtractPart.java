package io.entroscope.onnx.edit;

import io.entroscope.onnx.Graph;
import io.entroscope.onnx.GraphEdit;
import io.entroscope.onnx.NodeOrder;
import io.entroscope.onnx.OnnxException;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.TensorType;
import io.entroscope.onnx.internal.Nodes;
import io.entroscope.onnx.internal.TensorTypes;
import io.entroscope.onnx.proto.GraphProto;
import io.entroscope.onnx.proto.NodeProto;
import io.entroscope.onnx.proto.ValueInfoProto;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The part of a model that makes some tensors out of others: a model by itself, whose inputs are
 * those of the whole that it still needs, and then the tensors at which it was cut. What depends on
 * neither is in it, too, so the part gives what the whole gives.
 */
public final class ExtractPart implements GraphEdit {
  private final Set<String> outputs;
  private final Map<String, TensorType> cuts;

  /**
   * The part.
   *
   * @param outputs the tensors that it makes
   * @param cuts the tensors that are given to it where it needs them, with their types; of {@code
   *     outputs} none is given
   */
  public ExtractPart(Set<String> outputs, Map<String, TensorType> cuts) {
    this.outputs = new LinkedHashSet<>(outputs);
    this.cuts = Map.copyOf(cuts);
  }

  /**
   * The part.
   *
   * @throws OnnxException if the model has no such tensor
   */
  @Override
  public OnnxModel apply(OnnxModel model) {
    Graph graph = model.graph();
    for (String output : outputs) {
      if (!graph.hasTensor(output)) {
        throw new OnnxException("the graph has no tensor '" + output + "'");
      }
    }
    GraphProto whole = model.proto().getGraph();
    Set<String> live = new HashSet<>(outputs);
    Set<String> given = new LinkedHashSet<>();
    List<NodeProto> nodes = new ArrayList<>();
    List<NodeProto> ordered = NodeOrder.of(whole.getNodeList());
    for (int i = ordered.size() - 1; i >= 0; i--) {
      NodeProto node = ordered.get(i);
      if (node.getOutputList().stream().anyMatch(live::contains)) {
        nodes.add(node);
        for (String taken : Nodes.taken(node)) {
          if (isCut(taken)) {
            given.add(taken);
          } else {
            live.add(taken);
          }
        }
      }
    }
    Collections.reverse(nodes);
    return model.edited(RemoveUnused.apply(part(model, nodes, given)));
  }

  private boolean isCut(String tensor) {
    return cuts.containsKey(tensor) && !outputs.contains(tensor);
  }

  private GraphProto part(OnnxModel model, List<NodeProto> nodes, Set<String> given) {
    GraphProto whole = model.proto().getGraph();
    Graph graph = model.graph();
    TensorTypes types = new TensorTypes(graph);
    GraphProto.Builder part = whole.toBuilder().clearNode().clearOutput().clearInput();
    nodes.forEach(node -> part.addNode(withoutCuts(node)));
    Set<String> taken = new HashSet<>(outputs);
    nodes.forEach(node -> taken.addAll(Nodes.taken(node)));
    whole.getInputList().stream()
        .filter(input -> taken.contains(input.getName()) && !given.contains(input.getName()))
        .forEach(part::addInput);
    given.forEach(tensor -> part.addInput(type(tensor).named(tensor)));
    for (String output : outputs) {
      part.addOutput(
          Optional.ofNullable(cuts.get(output))
              .or(() -> types.find(output).map(type -> new TensorType(type, Optional.empty())))
              .map(type -> type.named(output))
              .orElseGet(() -> ValueInfoProto.newBuilder().setName(output).build()));
    }
    return part.build();
  }

  private TensorType type(String cut) {
    TensorType type = cuts.get(cut);
    if (type == null) {
      throw new IllegalArgumentException("no type for " + cut);
    }
    return type;
  }

  /** The node without those of its outputs that are given: nothing in the part takes them of it. */
  private NodeProto withoutCuts(NodeProto node) {
    if (node.getOutputList().stream().noneMatch(this::isCut)) {
      return node;
    }
    NodeProto.Builder builder = node.toBuilder().clearOutput();
    node.getOutputList().forEach(output -> builder.addOutput(isCut(output) ? "" : output));
    return builder.build();
  }
}
