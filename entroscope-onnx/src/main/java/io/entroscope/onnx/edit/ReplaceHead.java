package io.entroscope.onnx.edit;

import io.entroscope.onnx.ElementType;
import io.entroscope.onnx.OnnxException;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.Tensors;
import io.entroscope.onnx.internal.Nodes;
import io.entroscope.onnx.layer.FoundLayers;
import io.entroscope.onnx.layer.Layer;
import io.entroscope.onnx.layer.internal.LayerTrace;
import io.entroscope.onnx.proto.NodeProto;
import java.util.List;

/**
 * Gives the fully connected layer at the end of a model other weights: y = xW + b, or y = x(W₀ + W)
 * + b₀ + b with what it had before, written as a product and a sum in the layer's number type. The
 * names of its tensors stay.
 */
public final class ReplaceHead implements LayerEdit {
  private final Layer layer;
  private final double[] weights;
  private final double[] bias;
  private final boolean added;

  /**
   * Gives a layer these weights.
   *
   * @param weights {@code [inputs, units]}, row by row
   * @param bias {@code [units]}
   */
  public ReplaceHead(Layer layer, double[] weights, double[] bias) {
    this(layer, weights, bias, false);
  }

  private ReplaceHead(Layer layer, double[] weights, double[] bias, boolean added) {
    if (weights.length != (long) layer.inputs() * layer.units() || bias.length != layer.units()) {
      throw new OnnxException(
          "layer '"
              + layer.name()
              + "' has "
              + layer.inputs()
              + " inputs and "
              + layer.units()
              + " units, which "
              + weights.length
              + " weights and "
              + bias.length
              + " biases do not fit");
    }
    this.layer = layer;
    this.weights = weights.clone();
    this.bias = bias.clone();
    this.added = added;
  }

  /** Adds to the weights that a layer has; shapes as for {@link #ReplaceHead}. */
  public static ReplaceHead adding(Layer layer, double[] weights, double[] bias) {
    return new ReplaceHead(layer, weights, bias, true);
  }

  /**
   * The model with the other weights; the same instance if it has no such layer (any more).
   *
   * @throws OnnxException if the layer is a convolution, is quantized, or does more than a product
   *     and a sum
   */
  @Override
  public OnnxModel apply(FoundLayers found) {
    return LayerSurgery.of(found, layer, "fitted again").map(this::written).orElse(found.model());
  }

  private OnnxModel written(LayerSurgery surgery) {
    surgery.requireFullyConnected();
    LayerTrace trace = surgery.trace();
    boolean plain = trace.steps().stream().allMatch(step -> Nodes.is(step, "Add"));
    String tensor = trace.preactivation();
    if (!plain || tensor == null) {
      throw surgery.refuse("it does more than a product and a sum");
    }
    NodeProto head = trace.head().node();
    NodeProto last = trace.steps().isEmpty() ? head : trace.steps().get(trace.steps().size() - 1);
    ElementType type = trace.head().weight().type();
    double[] product = weights.clone();
    double[] sum = bias.clone();
    if (added) {
      addOld(surgery, product, sum);
    }
    GraphRewrite rewrite = surgery.rewrite();
    String matrix =
        rewrite.add(
            trace.head().weight().label(),
            Tensors.of("", type, new long[] {layer.inputs(), layer.units()}, product));
    String vector =
        rewrite.add(layer.name() + ".bias", Tensors.of("", type, new long[] {layer.units()}, sum));
    String between = unused(surgery, tensor + "_product");
    rewrite.replace(
        last,
        List.of(
            node("MatMul", head.getName(), head.getInput(0), matrix, between),
            node("Add", head.getName() + "_bias", between, vector, tensor)));
    return rewrite.finish();
  }

  /** A name of no tensor: an edit before may have left one of this name. */
  private static String unused(LayerSurgery surgery, String name) {
    return surgery.graph().hasTensor(name) ? unused(surgery, name + "_") : name;
  }

  private void addOld(LayerSurgery surgery, double[] product, double[] sum) {
    LayerTrace trace = surgery.trace();
    double[] old = Matrices.inputsByUnits(trace.head());
    Affine affine =
        Affine.ofHead(trace.head())
            .andThen(trace.steps(), trace.head().node().getOutput(0), surgery.constants())
            .orElseThrow(() -> surgery.refuse("what it adds is not a constant"));
    for (int i = 0; i < product.length; i++) {
      product[i] += old[i] * affine.scale()[i % sum.length];
    }
    for (int unit = 0; unit < sum.length; unit++) {
      sum[unit] += affine.shift()[unit];
    }
  }

  private static NodeProto node(
      String operator, String name, String left, String right, String output) {
    return NodeProto.newBuilder()
        .setName(name)
        .setOpType(operator)
        .addInput(left)
        .addInput(right)
        .addOutput(output)
        .build();
  }
}
