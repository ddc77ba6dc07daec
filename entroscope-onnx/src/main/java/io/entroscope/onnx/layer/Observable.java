package io.entroscope.onnx.layer;

import io.entroscope.onnx.Graph;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.internal.Nodes;
import io.entroscope.onnx.layer.internal.LayerTrace;
import io.entroscope.onnx.layer.internal.RecurrentLayers;
import io.entroscope.onnx.proto.GraphProto;
import io.entroscope.onnx.proto.ModelProto;
import io.entroscope.onnx.proto.NodeProto;
import io.entroscope.onnx.proto.TensorProto;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Gives a model the tensors of its layers that it lacks. */
final class Observable {
  private static final int STATES = 2;

  private final Graph graph;

  Observable(Graph graph) {
    this.graph = graph;
  }

  OnnxModel of(OnnxModel model, List<LayerTrace> traces) {
    Set<String> unnamed = new HashSet<>();
    Map<String, NodeProto> nodes = new LinkedHashMap<>();
    Map<String, TensorProto> constants = new LinkedHashMap<>();
    for (LayerTrace trace : traces) {
      if (trace.head().kind() == LayerKind.RECURRENT && !graph.hasTensor(trace.exit())) {
        unnamed.add(Nodes.key(trace.head().node()));
      }
      trace.made().nodes().forEach(node -> nodes.put(Nodes.key(node), node));
      trace.made().constants().forEach(tensor -> constants.put(tensor.getName(), tensor));
    }
    nodes.keySet().removeIf(graph::hasTensor);
    OnnxModel named = unnamed.isEmpty() ? model : model.edited(named(model, unnamed));
    if (nodes.isEmpty()) {
      return named;
    }
    GraphProto.Builder addition =
        GraphProto.newBuilder()
            .addAllNode(nodes.values())
            .addAllInitializer(
                constants.values().stream()
                    .filter(tensor -> !graph.hasTensor(tensor.getName()))
                    .toList());
    return named.append(ModelProto.newBuilder().setGraph(addition).build());
  }

  private static GraphProto named(OnnxModel model, Set<String> unnamed) {
    GraphProto.Builder graph = model.proto().getGraph().toBuilder();
    for (int i = 0; i < graph.getNodeCount(); i++) {
      if (unnamed.contains(Nodes.key(graph.getNode(i)))) {
        graph.setNode(i, named(graph.getNode(i)));
      }
    }
    return graph.build();
  }

  private static NodeProto named(NodeProto node) {
    NodeProto.Builder named = node.toBuilder();
    for (int i = 0; i < STATES; i++) {
      String name = RecurrentLayers.output(node, i);
      if (i < named.getOutputCount()) {
        named.setOutput(i, name);
      } else {
        named.addOutput(name);
      }
    }
    return named.build();
  }
}
