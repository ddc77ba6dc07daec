package io.entroscope.onnx.block;

import io.entroscope.onnx.Attributes;
import io.entroscope.onnx.ElementType;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.Tensors;
import io.entroscope.onnx.edit.GraphRewrite;
import io.entroscope.onnx.internal.TensorTypes;
import io.entroscope.onnx.proto.NodeProto;
import java.util.List;
import java.util.stream.LongStream;

/** The nodes that compute an affine map of a block's input. */
final class MapNodes {
  private static final int IMAGE = 4;

  private final Block block;
  private final StreamMap map;
  private final GraphRewrite rewrite;
  private final ElementType type;
  private final boolean channelsFirst;

  MapNodes(OnnxModel model, Block block, StreamMap map, GraphRewrite rewrite) {
    this.block = block;
    this.map = map;
    this.rewrite = rewrite;
    this.type = new TensorTypes(model.graph()).find(block.skip()).orElse(ElementType.FLOAT);
    this.channelsFirst = Spans.unitAxis(model, block, block.inputShape().size()) == 1;
  }

  /** Nodes of which the last makes this tensor. */
  List<NodeProto> giving(String tensor) {
    String shift = constant("bias", new long[] {map.units()}, map.shift());
    return channelsFirst ? convolution(tensor, shift) : product(tensor, shift);
  }

  private List<NodeProto> product(String tensor, String shift) {
    String weights = constant("weight", new long[] {map.units(), map.units()}, map.weights());
    String between = tensor + "_product";
    return List.of(
        node("MatMul", tensor).addInput(block.skip()).addInput(weights).addOutput(between).build(),
        node("Add", tensor).addInput(between).addInput(shift).addOutput(tensor).build());
  }

  private List<NodeProto> convolution(String tensor, String shift) {
    int places =
        Math.max(1, (block.inputShape().isEmpty() ? IMAGE : block.inputShape().size()) - 2);
    long[] ones = LongStream.generate(() -> 1).limit(places).toArray();
    long[] dims =
        LongStream.concat(LongStream.of(map.units(), map.units()), LongStream.of(ones)).toArray();
    return List.of(
        node("Conv", tensor)
            .addInput(block.skip())
            .addInput(constant("weight", dims, map.transposed()))
            .addInput(shift)
            .addAttribute(Attributes.of("kernel_shape", ones))
            .addOutput(tensor)
            .build());
  }

  private static NodeProto.Builder node(String operator, String tensor) {
    return NodeProto.newBuilder().setName(tensor + "_map_" + operator).setOpType(operator);
  }

  private String constant(String what, long[] dims, double[] values) {
    String name = block.name().replace(' ', '_') + ".map." + what;
    return rewrite.add(name, Tensors.of(name, type, dims, values));
  }
}
