package io.entroscope.onnx.internal;

import io.entroscope.onnx.Attributes;
import io.entroscope.onnx.ElementType;
import io.entroscope.onnx.Graph;
import io.entroscope.onnx.TensorType;
import io.entroscope.onnx.Tensors;
import io.entroscope.onnx.proto.NodeProto;
import io.entroscope.onnx.proto.ValueInfoProto;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The element types of a graph's tensors as far as they follow from what is declared: enough to
 * know whether an activation is float32.
 */
public final class TensorTypes {
  private static final Set<String> UNCERTAIN =
      Set.of("If", "Loop", "Scan", "Shape", "Size", "NonZero", "ArgMax", "ArgMin", "OneHot");

  private final Map<String, ElementType> types = new HashMap<>();

  public TensorTypes(Graph graph) {
    graph.initializers().forEach((name, tensor) -> types.put(name, Tensors.type(tensor)));
    for (ValueInfoProto input : graph.inputs()) {
      TensorType.of(input).ifPresent(type -> types.put(input.getName(), type.element()));
    }
    for (NodeProto node : graph.nodes()) {
      for (String output : node.getOutputList()) {
        ElementType type =
            graph.declaredType(output).map(TensorType::element).orElseGet(() -> made(node));
        types.put(output, type);
      }
    }
  }

  /** The element type of a tensor; empty if it does not follow. */
  public Optional<ElementType> find(String tensor) {
    return Optional.ofNullable(types.get(tensor)).filter(type -> type != ElementType.UNDEFINED);
  }

  private ElementType made(NodeProto node) {
    String op = node.getOpType();
    if (Elementwise.givesTruth(node)) {
      return ElementType.BOOL;
    }
    if (UNCERTAIN.contains(op) || op.startsWith("QLinear") || op.startsWith("Quantize")) {
      return ElementType.UNDEFINED;
    }
    return switch (op) {
      case "Cast" -> ElementType.of((int) Attributes.longValue(node, "to", 0));
      case "MatMulInteger", "ConvInteger" -> ElementType.INT32;
      case "DynamicQuantizeLinear" -> ElementType.UNDEFINED;
      case "Constant" ->
          Attributes.find(node, "value")
              .map(value -> Tensors.type(value.getT()))
              .orElse(
                  Attributes.find(node, "value_float").isPresent()
                      ? ElementType.FLOAT
                      : ElementType.UNDEFINED);
      case "DequantizeLinear", "Where" -> ofInput(node, 1);
      case "MatMulIntegerToFloat", "DynamicQuantizeMatMul", "EmbedLayerNormalization" ->
          ofInput(node, 2);
      case "QAttention" -> ofInput(node, 3);
      case "QEmbedLayerNormalization" -> ofInput(node, 8);
      default -> ofInput(node, 0);
    };
  }

  private ElementType ofInput(NodeProto node, int index) {
    return Nodes.input(node, index).flatMap(this::find).orElse(ElementType.UNDEFINED);
  }
}
