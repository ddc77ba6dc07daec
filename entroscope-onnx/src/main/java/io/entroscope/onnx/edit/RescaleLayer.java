package io.entroscope.onnx.edit;

import io.entroscope.onnx.OnnxException;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.Tensors;
import io.entroscope.onnx.internal.Constant;
import io.entroscope.onnx.internal.Nodes;
import io.entroscope.onnx.layer.FoundLayers;
import io.entroscope.onnx.layer.Layer;
import io.entroscope.onnx.layer.internal.LayerHead;
import io.entroscope.onnx.layer.internal.LayerTrace;
import io.entroscope.onnx.proto.NodeProto;
import java.util.List;
import java.util.Set;

/**
 * Multiplies the activation of a fully connected layer by a factor c > 0 and divides the weights of
 * the next one by it: the model computes the same function. It works where the activation is
 * homogeneous, f(c·x) = c·f(x), as Relu, LeakyRelu and PRelu are, and is how one shows that softmax
 * entropy is not a property of the function. With c a power of two the output stays the same to the
 * bit.
 */
public final class RescaleLayer implements LayerEdit {
  private static final Set<String> HOMOGENEOUS = Set.of("Relu", "LeakyRelu", "PRelu");

  private final Layer layer;
  private final double factor;

  /**
   * Rescales this layer.
   *
   * @param factor what its activation is multiplied by, finite and above 0
   * @throws OnnxException if the factor is not
   */
  public RescaleLayer(Layer layer, double factor) {
    if (!(factor > 0) || Double.isInfinite(factor)) {
      throw new OnnxException(
          "layer '" + layer.name() + "' cannot be rescaled by " + factor + ", only by c > 0");
    }
    this.layer = layer;
    this.factor = factor;
  }

  /**
   * The rescaled model; the same instance if the factor is 1.
   *
   * @throws OnnxException if the model has no such layer, its activation is not homogeneous, or it
   *     is not followed by a fully connected layer alone
   */
  @Override
  public OnnxModel apply(FoundLayers found) {
    LayerSurgery surgery =
        LayerSurgery.of(found, layer, "rescaled")
            .orElseThrow(() -> new OnnxException("the model has no layer '" + layer.name() + "'"));
    return factor == 1 ? found.model() : rescale(surgery);
  }

  private OnnxModel rescale(LayerSurgery surgery) {
    LayerTrace first = surgery.trace();
    surgery.requireFullyConnected();
    surgery.requireInnerUnused();
    String name = first.activation() == null ? "Identity" : first.activation().name();
    if (first.isFused() || (first.activation() != null && !HOMOGENEOUS.contains(name))) {
      throw surgery.refuse("its activation (" + name + ") does not keep a factor, as Relu would");
    }
    LayerSurgery.Following following = surgery.following();
    if (following.between().stream().anyMatch(step -> !step.vectors().isEmpty())) {
      throw surgery.refuse(
          "a bias or normalization comes between its activation and the next layer");
    }
    GraphRewrite rewrite = surgery.rewrite();
    scaleAffine(surgery, first, rewrite);
    LayerHead next = following.next().head();
    replaceInput(rewrite, next.node(), next.weightIndex(), next.weight(), 1 / factor);
    return rewrite.finish();
  }

  /** Multiplies what comes out of the steps: the last normalization and all that is added after. */
  private void scaleAffine(LayerSurgery surgery, LayerTrace trace, GraphRewrite rewrite) {
    List<NodeProto> steps = trace.steps();
    for (int i = steps.size() - 1; i >= 0; i--) {
      NodeProto step = steps.get(i);
      String tensor = i == 0 ? trace.head().node().getOutput(0) : steps.get(i - 1).getOutput(0);
      if (Nodes.is(step, "BatchNormalization")) {
        NodeProto scaled = withInput(rewrite, step, 1, constant(surgery, step, 1), factor);
        rewrite.replace(
            step, List.of(withInput(rewrite, scaled, 2, constant(surgery, step, 2), factor)));
        return;
      }
      if (Set.of("Add", "Sum", "Sub").contains(step.getOpType())) {
        int other = step.getInput(0).equals(tensor) ? 1 : 0;
        replaceInput(rewrite, step, other, constant(surgery, step, other), factor);
      }
    }
    LayerHead head = trace.head();
    NodeProto node = withInput(rewrite, head.node(), head.weightIndex(), head.weight(), factor);
    if (head.bias() != null) {
      node = withInput(rewrite, node, 2, head.bias(), factor);
    }
    rewrite.replace(head.node(), List.of(node));
  }

  private static Constant constant(LayerSurgery surgery, NodeProto node, int index) {
    return surgery.constants().input(node, index).orElseThrow();
  }

  private static void replaceInput(
      GraphRewrite rewrite, NodeProto node, int index, Constant constant, double by) {
    rewrite.replace(node, List.of(withInput(rewrite, node, index, constant, by)));
  }

  /** The node with one of its constants multiplied. */
  private static NodeProto withInput(
      GraphRewrite rewrite, NodeProto node, int index, Constant constant, double by) {
    double[] values = constant.values();
    for (int i = 0; i < values.length; i++) {
      values[i] *= by;
    }
    String name =
        rewrite.add(constant.label(), Tensors.of("", constant.type(), constant.dims(), values));
    return node.toBuilder().setInput(index, name).build();
  }
}
