package io.entroscope.onnx.layer.internal;

import io.entroscope.onnx.internal.Constants;
import io.entroscope.onnx.internal.Nodes;
import io.entroscope.onnx.layer.Reading.Scale;
import io.entroscope.onnx.proto.NodeProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Follows a layer whose output is integers with a scale, to where real numbers come of them or
 * something else than the layer begins.
 */
final class QuantizedTail {
  private static final int SECOND = 3;

  private final Constants constants;
  private final LayerHead head;
  private final List<NodeProto> steps = new ArrayList<>();
  private final Map<String, Scale> scales = new HashMap<>();
  private String tensor;
  private @Nullable ActivationRegion activation;
  private boolean real;

  /** The tail of a head, which ends at once where the head gives real numbers. */
  QuantizedTail(LayerHead head, Constants constants, Takers takers) {
    this.constants = constants;
    this.head = head;
    this.tensor = head.node().getOutput(0);
    this.real = !head.givesIntegers();
    if (!real) {
      int scale = head.node().getOpType().equals("QGemm") ? 7 : 6;
      scaled(tensor, head.node(), scale);
      follow(takers);
    }
  }

  /** What takes the values of a tensor, if only one node does. */
  interface Takers {
    @Nullable NodeProto only(String tensor);
  }

  /** Whether the tail ends in real numbers. */
  boolean isReal() {
    return real;
  }

  /** The last tensor before the activation. */
  String tensor() {
    return tensor;
  }

  /** The nodes that lead there. */
  List<NodeProto> steps() {
    return steps;
  }

  /** An activation on integers; null if there is none. */
  @Nullable ActivationRegion activation() {
    return activation;
  }

  Map<String, Scale> scales() {
    return scales;
  }

  private void follow(Takers takers) {
    while (true) {
      NodeProto node = takers.only(tensor);
      if (node == null) {
        return;
      }
      if (Nodes.is(node, "DequantizeLinear") && node.getInput(0).equals(tensor)) {
        advance(node);
        real = true;
        return;
      }
      if (addsBias(node)) {
        advance(node);
        scaled(tensor, node, 6);
        continue;
      }
      if (isActivation(node)) {
        String output = node.getOutput(0);
        scaled(output, node, 3);
        activation =
            new ActivationRegion(
                node.getOpType().substring("QLinear".length()), true, List.of(node), output);
      }
      return;
    }
  }

  private void advance(NodeProto node) {
    steps.add(node);
    tensor = node.getOutput(0);
  }

  private boolean addsBias(NodeProto node) {
    boolean sum = Nodes.isMicrosoft(node, "QLinearAdd") || Nodes.isMicrosoft(node, "QLinearMul");
    return sum
        && node.getInputCount() > SECOND
        && constants
            .input(node, node.getInput(0).equals(tensor) ? SECOND : 0)
            .filter(new Units(head.units(), head.unitAxis(), head.rank())::fits)
            .isPresent();
  }

  private static boolean isActivation(NodeProto node) {
    return Nodes.isMicrosoft(node, "QLinearSigmoid") || Nodes.isMicrosoft(node, "QLinearLeakyRelu");
  }

  private void scaled(String of, NodeProto node, int scaleIndex) {
    Optional<String> zero = Nodes.input(node, scaleIndex + 1);
    Nodes.input(node, scaleIndex).ifPresent(scale -> scales.put(of, new Scale(scale, zero)));
  }
}
