package io.entroscope.onnx.layer.internal;

import io.entroscope.onnx.internal.Constant;
import io.entroscope.onnx.layer.LayerKind;
import io.entroscope.onnx.layer.Reading;
import io.entroscope.onnx.proto.NodeProto;
import io.entroscope.onnx.proto.TensorProto;
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
 * @param reading how the tensors after the head are read
 * @param part which of the head's layers this is, where it has several: {@code query}; else empty
 * @param made what makes {@code preactivation} where nothing in the model does
 */
public record LayerTrace(
    LayerHead head,
    List<NodeProto> steps,
    List<Constant> vectors,
    @Nullable String preactivation,
    @Nullable ActivationRegion activation,
    int unitAxis,
    Reading reading,
    String part,
    Made made) {

  /**
   * Nodes that make a tensor which an operator keeps to itself.
   *
   * @param nodes in topological order; several layers may share some
   * @param constants that they take
   */
  public record Made(List<NodeProto> nodes, List<TensorProto> constants) {
    /** Nothing: the model makes it. */
    public static final Made NOTHING = new Made(List.of(), List.of());
  }

  /** Weights, biases and scales of the layer. */
  public long parameters() {
    if (head.kind() == LayerKind.RECURRENT) {
      return head.weight().elements() + vectors.stream().mapToLong(Constant::elements).sum();
    }
    boolean biased = !part.isEmpty() && head.bias() != null;
    if (biased) {
      return head.parameters() + head.units();
    }
    return head.parameters()
        + vectors.stream().mapToLong(Constant::elements).filter(n -> n == head.units()).sum();
  }

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
