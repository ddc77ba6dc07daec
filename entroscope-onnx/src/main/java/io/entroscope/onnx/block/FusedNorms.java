package io.entroscope.onnx.block;

import io.entroscope.onnx.Attributes;
import io.entroscope.onnx.internal.Nodes;
import io.entroscope.onnx.proto.NodeProto;

/** Writes the normalisation that is left of a node which adds and normalises in one. */
final class FusedNorms {
  private static final int SCALE = 2;
  private static final int SHIFT = 3;
  private static final float EPSILON = 1e-12f;

  private FusedNorms() {}

  /** The normalisation of a tensor, with the scale, shift and output of the fused node. */
  static NodeProto alone(NodeProto fused, String tensor) {
    boolean simplified = fused.getOpType().equals("SkipSimplifiedLayerNormalization");
    NodeProto.Builder norm =
        NodeProto.newBuilder()
            .setName(Nodes.name(fused) + "_alone")
            .setOpType(simplified ? "SimplifiedLayerNormalization" : "LayerNormalization")
            .addInput(tensor)
            .addInput(fused.getInput(SCALE))
            .addAttribute(Attributes.of("axis", -1L))
            .addAttribute(
                Attributes.of("epsilon", Attributes.floatValue(fused, "epsilon", EPSILON)))
            .addOutput(fused.getOutput(0));
    if (!simplified) {
      Nodes.input(fused, SHIFT).ifPresent(norm::addInput);
    }
    return norm.build();
  }
}
