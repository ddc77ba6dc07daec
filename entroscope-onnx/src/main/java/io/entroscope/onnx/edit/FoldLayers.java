package io.entroscope.onnx.edit;

import io.entroscope.onnx.OnnxException;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.Tensors;
import io.entroscope.onnx.layer.FoundLayers;
import io.entroscope.onnx.layer.Layer;
import io.entroscope.onnx.layer.internal.AffineStep;
import io.entroscope.onnx.layer.internal.LayerHead;
import io.entroscope.onnx.layer.internal.LayerTrace;
import io.entroscope.onnx.proto.NodeProto;
import java.util.List;

/**
 * Takes a fully connected layer out of a model by leaving its nonlinearity out and folding it into
 * the fully connected layer that follows: two affine maps in a row are one. With the layer y = s ⊙
 * (W₁x) + t (bias, batch normalization and constant factors are in s and t) and the next z = W₂y +
 * b₂, the one is z = (W₂ diag(s) W₁) x + (W₂t + b₂), computed in float64 and written in the number
 * type of the next layer, whose name it keeps: as a Gemm, or as MatMul and Add where the rank of
 * the input is not known to be 2.
 */
public final class FoldLayers implements LayerEdit {
  private final Layer layer;

  /** Folds this layer into the next. */
  public FoldLayers(Layer layer) {
    this.layer = layer;
  }

  /**
   * The model with one layer for the two; the same instance if it has no such layer (any more).
   *
   * @throws OnnxException if the layer is a convolution, the last one, part of a residual
   *     connection, shares its weights, has an inner tensor that is used elsewhere, has its
   *     activation fused into it, or is not followed by a fully connected layer alone
   */
  @Override
  public OnnxModel apply(FoundLayers found) {
    return LayerSurgery.of(found, layer, "folded").map(FoldLayers::fold).orElse(found.model());
  }

  private static OnnxModel fold(LayerSurgery surgery) {
    LayerTrace first = surgery.trace();
    surgery.requireFullyConnected();
    surgery.requireNotLast();
    surgery.requireOwnWeights();
    surgery.requireNoResidual();
    surgery.requireInnerUnused();
    if (first.preactivation() == null) {
      throw surgery.refuse("an optimizer has fused its activation into it");
    }
    LayerSurgery.Following following = surgery.following();
    LayerTrace next = following.next();
    if (!List.of("Gemm", "MatMul", "FusedMatMul").contains(next.head().node().getOpType())
        || next.head().weightIndex() == 0
        || !LayerSurgery.hasPlainBias(next.head())) {
      throw surgery.refuse(
          "the next layer is of a kind that is not written anew ("
              + next.head().node().getOpType()
              + ")");
    }
    Affine affine =
        Affine.ofHead(first.head())
            .andThen(first.steps(), first.head().node().getOutput(0), surgery.constants())
            .orElseThrow(() -> surgery.refuse("it changes the form of its output"));
    String tensor = first.exit();
    for (AffineStep step : following.between()) {
      affine =
          affine
              .andThen(step.nodes(), tensor, surgery.constants())
              .orElseThrow(() -> surgery.refuse("the form changes before the next layer"));
      tensor = step.output();
    }
    return written(surgery, first, next, affine);
  }

  private static OnnxModel written(
      LayerSurgery surgery, LayerTrace first, LayerTrace next, Affine affine) {
    LayerHead head = next.head();
    int inputs = first.head().inputs();
    int units = head.units();
    double[] inner = Matrices.inputsByUnits(first.head());
    double[] outer = Matrices.inputsByUnits(head);
    Affine outerAffine = Affine.ofHead(head);
    double alpha = outerAffine.scale()[0];
    double[] weights = Matrices.product(inner, affine.scale(), outer, inputs, units);
    double[] bias = Matrices.product(affine.shift(), null, outer, 1, units);
    for (int i = 0; i < weights.length; i++) {
      weights[i] *= alpha;
    }
    for (int i = 0; i < units; i++) {
      bias[i] = bias[i] * alpha + outerAffine.shift()[i];
    }

    GraphRewrite rewrite = surgery.rewrite();
    String weightName =
        rewrite.add(
            head.weight().label(),
            Tensors.of("", head.weight().type(), new long[] {inputs, units}, weights));
    String biasName =
        rewrite.add(
            head.bias() == null ? head.weight().label() + "_bias" : head.bias().label(),
            Tensors.of("", head.weight().type(), new long[] {units}, bias));
    rewrite.replace(
        head.node(),
        nodes(
            head.node(),
            first.head().node().getInput(0),
            weightName,
            biasName,
            isRankTwo(first, next)));
    return rewrite.finish();
  }

  private static boolean isRankTwo(LayerTrace first, LayerTrace next) {
    return first.head().rank() == 2 || next.head().rank() == 2;
  }

  private static List<NodeProto> nodes(
      NodeProto old, String input, String weights, String bias, boolean rankTwo) {
    NodeProto.Builder product =
        NodeProto.newBuilder().setName(old.getName()).addInput(input).addInput(weights);
    if (rankTwo) {
      return List.of(product.setOpType("Gemm").addInput(bias).addOutput(old.getOutput(0)).build());
    }
    String between = old.getOutput(0) + "_product";
    NodeProto.Builder sum =
        NodeProto.newBuilder()
            .setOpType("Add")
            .setName(old.getName() + "_bias")
            .addInput(between)
            .addInput(bias)
            .addOutput(old.getOutput(0));
    return List.of(product.setOpType("MatMul").addOutput(between).build(), sum.build());
  }
}
