package io.entroscope.onnx.observe;

import io.entroscope.onnx.Attributes;
import io.entroscope.onnx.ElementType;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.TensorType;
import io.entroscope.onnx.edit.RemoveUnused;
import io.entroscope.onnx.internal.TensorTypes;
import io.entroscope.onnx.proto.GraphProto;
import io.entroscope.onnx.proto.NodeProto;
import io.entroscope.onnx.proto.ValueInfoProto;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A model that gives some tensors of another as float32 numbers and nothing else, so that no node
 * runs that they do not need.
 *
 * @param model the model
 * @param names by tensor, the output that holds its numbers
 */
public record FloatTensors(OnnxModel model, Map<String, String> names) {
  public FloatTensors {
    names = Map.copyOf(names);
  }

  /**
   * The model that gives these tensors.
   *
   * @param tensors inside a model, or outputs of it
   */
  public static FloatTensors of(OnnxModel model, Collection<String> tensors) {
    TensorTypes types = new TensorTypes(model.graph());
    Map<String, String> names = new LinkedHashMap<>();
    GraphProto.Builder graph = model.proto().getGraph().toBuilder().clearOutput();
    for (String tensor : tensors) {
      boolean ready =
          types.find(tensor).orElse(ElementType.FLOAT) == ElementType.FLOAT
              && model.graph().producer(tensor).isPresent();
      String output = ready ? tensor : tensor + "_as_float";
      if (names.put(tensor, output) != null) {
        continue;
      }
      if (!ready) {
        // What goes in is not given back by itself.
        graph.addNode(cast(tensor, output));
      }
      graph.addOutput(output(output));
    }
    OnnxModel bare = model.edited(graph.build());
    return new FloatTensors(new RemoveUnused().apply(bare), names);
  }

  private static NodeProto cast(String tensor, String output) {
    return NodeProto.newBuilder()
        .setName(output)
        .setOpType("Cast")
        .addInput(tensor)
        .addAttribute(Attributes.of("to", (long) ElementType.FLOAT.number()))
        .addOutput(output)
        .build();
  }

  private static ValueInfoProto output(String name) {
    return new TensorType(ElementType.FLOAT, Optional.empty()).named(name);
  }
}
