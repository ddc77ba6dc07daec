package io.entroscope.onnx.edit;

import io.entroscope.onnx.GraphEdit;
import io.entroscope.onnx.NodeOrder;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.internal.Nodes;
import io.entroscope.onnx.proto.GraphProto;
import io.entroscope.onnx.proto.NodeProto;
import io.entroscope.onnx.proto.TensorProto;
import io.entroscope.onnx.proto.ValueInfoProto;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Removes nodes and initializers that no output depends on, and what is declared of tensors that
 * are gone. Inputs and outputs of the model stay.
 */
public final class RemoveUnused implements GraphEdit {
  /** The model without what is unused; the same instance if all is used. */
  @Override
  public OnnxModel apply(OnnxModel model) {
    GraphProto graph = model.proto().getGraph();
    GraphProto kept = apply(graph);
    return kept.equals(graph) ? model : model.edited(kept);
  }

  static GraphProto apply(GraphProto graph) {
    Set<String> live = new HashSet<>();
    graph.getOutputList().forEach(output -> live.add(output.getName()));
    List<NodeProto> nodes = new ArrayList<>();
    List<NodeProto> ordered = NodeOrder.of(graph.getNodeList());
    for (int i = ordered.size() - 1; i >= 0; i--) {
      NodeProto node = ordered.get(i);
      if (node.getOutputList().stream().anyMatch(live::contains)) {
        nodes.add(node);
        live.addAll(Nodes.taken(node));
      }
    }
    Collections.reverse(nodes);
    Set<String> known = new HashSet<>();
    nodes.forEach(node -> known.addAll(node.getOutputList()));
    List<TensorProto> initializers =
        graph.getInitializerList().stream().filter(t -> live.contains(t.getName())).toList();
    Set<String> gone = new HashSet<>();
    graph.getInitializerList().forEach(tensor -> gone.add(tensor.getName()));
    initializers.forEach(tensor -> gone.remove(tensor.getName()));
    List<ValueInfoProto> inputs =
        graph.getInputList().stream().filter(input -> !gone.contains(input.getName())).toList();
    inputs.forEach(input -> known.add(input.getName()));
    initializers.forEach(tensor -> known.add(tensor.getName()));
    return graph.toBuilder()
        .clearNode()
        .addAllNode(nodes)
        .clearInitializer()
        .addAllInitializer(initializers)
        .clearInput()
        .addAllInput(inputs)
        .clearValueInfo()
        .addAllValueInfo(
            graph.getValueInfoList().stream().filter(v -> known.contains(v.getName())).toList())
        .build();
  }
}
