package io.entroscope.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
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

  private final Map<String, DataType> types = new HashMap<>();

  public TensorTypes(Graph graph) {
    graph.initializers().forEach((name, tensor) -> types.put(name, Tensors.type(tensor)));
    for (ValueInfoProto input : graph.inputs()) {
      TensorType.of(input).ifPresent(type -> types.put(input.getName(), type.element()));
    }
    for (NodeProto node : graph.nodes()) {
      for (String output : node.getOutputList()) {
        DataType type =
            graph.declaredType(output).map(TensorType::element).orElseGet(() -> made(node));
        types.put(output, type);
      }
    }
  }

  /** The element type of a tensor; empty if it does not follow. */
  public Optional<DataType> find(String tensor) {
    return Optional.ofNullable(types.get(tensor)).filter(type -> type != DataType.UNDEFINED);
  }

  private DataType made(NodeProto node) {
    String op = node.getOpType();
    if (Elementwise.givesTruth(node)) {
      return DataType.BOOL;
    }
    if (UNCERTAIN.contains(op) || op.startsWith("QLinear") || op.startsWith("Quantize")) {
      return DataType.UNDEFINED;
    }
    return switch (op) {
      case "Cast" -> {
        DataType to = DataType.forNumber((int) Attributes.longValue(node, "to", 0));
        yield to == null ? DataType.UNDEFINED : to;
      }
      case "MatMulInteger", "ConvInteger" -> DataType.INT32;
      case "DynamicQuantizeLinear" -> DataType.UNDEFINED;
      case "Constant" ->
          Attributes.find(node, "value")
              .map(value -> Tensors.type(value.getT()))
              .orElse(
                  Attributes.find(node, "value_float").isPresent()
                      ? DataType.FLOAT
                      : DataType.UNDEFINED);
      case "DequantizeLinear", "Where" -> ofInput(node, 1);
      case "MatMulIntegerToFloat", "DynamicQuantizeMatMul" -> ofInput(node, 2);
      default -> ofInput(node, 0);
    };
  }

  private DataType ofInput(NodeProto node, int index) {
    return Nodes.input(node, index).flatMap(this::find).orElse(DataType.UNDEFINED);
  }
}
