package io.entroscope.onnx.layer.internal;

import ai.onnx.proto.OnnxMl.NodeProto;
import io.entroscope.onnx.internal.Constant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A layer with the nodes that make it up.
 *
 * @param head the node that holds the weights, and what it says of the layer
 * @param steps the nodes between it and the activation: bias, batch normalization, changes of form
 * @param vectors the constants of head and steps that hold one number per unit
 * @param preactivation the tensor after the steps; null if the activation is fused into the head
 * @param activation what follows; null if nothing does
 * @param unitAxis the axis of the units after the steps
 */
public record LayerTrace(
    LayerHead head,
    List<NodeProto> steps,
    List<Constant> vectors,
    @Nullable String preactivation,
    @Nullable ActivationRegion activation,
    int unitAxis) {

  /** The tensor that leaves the layer: after the activation where there is one. */
  public String exit() {
    if (activation != null) {
      return activation.output();
    }
    return preactivation == null ? head.node().getOutput(0) : preactivation;
  }

  /** The nodes of the layer, in topological order. */
  public List<NodeProto> nodes() {
    List<NodeProto> nodes = new ArrayList<>(List.of(head.node()));
    nodes.addAll(steps);
    if (activation != null && !isFused()) {
      nodes.addAll(activation.nodes());
    }
    return nodes;
  }

  /** Whether the activation is a part of the head. */
  public boolean isFused() {
    return !head.fused().isEmpty();
  }
}
