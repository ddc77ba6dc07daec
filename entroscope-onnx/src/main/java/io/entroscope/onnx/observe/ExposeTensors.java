package io.entroscope.onnx.observe;

import io.entroscope.onnx.Graph;
import io.entroscope.onnx.GraphEdit;
import io.entroscope.onnx.OnnxException;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.TensorType;
import io.entroscope.onnx.internal.TensorTypes;
import io.entroscope.onnx.proto.GraphProto;
import io.entroscope.onnx.proto.ModelProto;
import io.entroscope.onnx.proto.ValueInfoProto;
import io.entroscope.setting.Listing;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Makes tensors inside a graph outputs of it, after those it has. What is an output already stays
 * as it is. Weights are not written anew. Shapes are left open for the engine to infer.
 */
public final class ExposeTensors implements GraphEdit {
  private final List<String> tensors;

  /** Exposes these tensors. */
  public ExposeTensors(Collection<String> tensors) {
    this.tensors = List.copyOf(new LinkedHashSet<>(tensors));
  }

  /**
   * The model with the tensors among its outputs.
   *
   * @throws OnnxException if the graph has no such tensor
   */
  @Override
  public OnnxModel apply(OnnxModel model) {
    Graph graph = model.graph();
    Set<String> missing = new LinkedHashSet<>(tensors);
    missing.removeIf(graph::isOutput);
    if (missing.isEmpty()) {
      return model;
    }
    TensorTypes types = new TensorTypes(graph);
    GraphProto.Builder addition = GraphProto.newBuilder();
    for (String tensor : missing) {
      if (!graph.hasTensor(tensor)) {
        throw new OnnxException(
            "the graph has no tensor '"
                + tensor
                + "'; "
                + Listing.LAYERS
                + " lists those of its layers");
      }
      addition.addOutput(
          types
              .find(tensor)
              .map(type -> new TensorType(type, Optional.empty()).named(tensor))
              .orElseGet(() -> ValueInfoProto.newBuilder().setName(tensor).build()));
    }
    return model.append(ModelProto.newBuilder().setGraph(addition).build());
  }
}
