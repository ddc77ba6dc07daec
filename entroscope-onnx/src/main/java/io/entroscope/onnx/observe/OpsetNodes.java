package io.entroscope.onnx.observe;

import io.entroscope.onnx.Attributes;
import io.entroscope.onnx.GraphBuilder;
import io.entroscope.onnx.proto.AttributeProto;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes nodes whose form depends on the operator set: axes were attributes first and became
 * inputs, at different versions for different operators.
 */
final class OpsetNodes {
  private static final int SUM_AXES_ARE_INPUT = 13;
  private static final int REDUCTION_AXES_ARE_INPUT = 18;

  private final GraphBuilder builder;
  private final int opset;
  private final String prefix;
  private final Map<String, String> axesTensors = new HashMap<>();

  /** A writer into a builder; the tensors that it needs are named after the prefix. */
  OpsetNodes(GraphBuilder builder, int opset, String prefix) {
    this.builder = builder;
    this.opset = opset;
    this.prefix = prefix;
  }

  /** A node with one output of the given name. */
  String node(String operator, String output, List<String> inputs, AttributeProto... attributes) {
    GraphBuilder.Step step =
        builder.step(operator).named(output).inputs(inputs.toArray(String[]::new)).outputs(output);
    Arrays.stream(attributes).forEach(step::attribute);
    return step.add();
  }

  /** ReduceSum, ReduceMax, ReduceMean or ReduceSumSquare over axes. */
  String reduce(String operator, String output, String input, boolean keep, long... axes) {
    int since = operator.equals("ReduceSum") ? SUM_AXES_ARE_INPUT : REDUCTION_AXES_ARE_INPUT;
    AttributeProto keepDims = Attributes.of("keepdims", keep ? 1 : 0);
    return opset >= since
        ? node(operator, output, List.of(input, axes(axes)), keepDims)
        : node(operator, output, List.of(input), Attributes.of("axes", axes), keepDims);
  }

  /** Squeeze or Unsqueeze of axes. */
  String reshape(String operator, String output, String input, long... axes) {
    return opset >= SUM_AXES_ARE_INPUT
        ? node(operator, output, List.of(input, axes(axes)))
        : node(operator, output, List.of(input), Attributes.of("axes", axes));
  }

  /** A cast to float32. */
  String toFloat(String output, String input) {
    return node("Cast", output, List.of(input), Attributes.of("to", 1));
  }

  private String axes(long[] axes) {
    List<String> words = new ArrayList<>();
    for (long axis : axes) {
      words.add(Long.toString(axis));
    }
    return axesTensors.computeIfAbsent(
        String.join("_", words),
        key ->
            builder.longs(builder.unused(prefix + "axes_" + key), new long[] {axes.length}, axes));
  }
}
