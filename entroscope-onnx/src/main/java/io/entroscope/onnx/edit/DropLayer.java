package io.entroscope.onnx.edit;

import io.entroscope.onnx.OnnxException;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.internal.Nodes;
import io.entroscope.onnx.layer.FoundLayers;
import io.entroscope.onnx.layer.Layer;
import io.entroscope.onnx.layer.internal.LayerHead;
import io.entroscope.onnx.layer.internal.LayerTrace;
import io.entroscope.onnx.proto.NodeProto;

/**
 * Takes a fully connected layer out of a model, together with its activation: what entered it
 * enters what follows. The layer must be square (as many inputs as units). Nodes and weights that
 * are not used any more go with it; inputs, outputs and metadata of the model stay.
 */
public final class DropLayer implements LayerEdit {
  private final Layer layer;

  /** Drops this layer. */
  public DropLayer(Layer layer) {
    this.layer = layer;
  }

  /**
   * The model without the layer; the same instance if it has no such layer (any more).
   *
   * @throws OnnxException if the layer is a convolution, changes the width, is the last one, is
   *     part of a residual connection, shares its weights, or has an inner tensor that is used
   *     elsewhere
   */
  @Override
  public OnnxModel apply(FoundLayers found) {
    return LayerSurgery.of(found, layer, "dropped").map(DropLayer::drop).orElse(found.model());
  }

  private static OnnxModel drop(LayerSurgery surgery) {
    LayerTrace trace = surgery.trace();
    LayerHead head = trace.head();
    surgery.requireFullyConnected();
    surgery.requireNotLast();
    if (head.inputs() != head.units()) {
      throw surgery.refuse(
          "it changes the width from "
              + head.inputs()
              + " to "
              + head.units()
              + "; fold it instead");
    }
    surgery.requireOwnWeights();
    surgery.requireNoResidual();
    surgery.requireInnerUnused();

    GraphRewrite rewrite = surgery.rewrite();
    rewrite.bypass(head.node(), head.node().getInput(0));
    String tensor = head.node().getOutput(0);
    for (NodeProto step : trace.steps()) {
      // Steps of form stay: the layers around this one count on them.
      if (!Nodes.changesForm(step)) {
        rewrite.bypass(step, tensor);
      }
      tensor = step.getOutput(0);
    }
    if (trace.activation() != null && !trace.isFused()) {
      for (NodeProto node : trace.activation().nodes()) {
        rewrite.bypass(node, tensor);
      }
    }
    return rewrite.finish();
  }
}
