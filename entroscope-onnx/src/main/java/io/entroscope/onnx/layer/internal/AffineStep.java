package io.entroscope.onnx.layer.internal;

import io.entroscope.onnx.internal.Constant;
import io.entroscope.onnx.proto.NodeProto;
import java.util.List;

/**
 * A step between a layer's weights and its activation.
 *
 * @param nodes its nodes
 * @param vectors the constants in it that hold one number per unit, or one for all
 * @param units where the units are afterwards
 * @param output the tensor that it makes
 */
public record AffineStep(
    List<NodeProto> nodes, List<Constant> vectors, Units units, String output) {
  static AffineStep of(NodeProto node, Units units, Constant... vectors) {
    return new AffineStep(List.of(node), List.of(vectors), units, node.getOutput(0));
  }
}
