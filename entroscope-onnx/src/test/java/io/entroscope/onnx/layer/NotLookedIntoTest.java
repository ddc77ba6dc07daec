package io.entroscope.onnx.layer;

import static org.assertj.core.api.Assertions.assertThat;

import io.entroscope.onnx.GraphBuilder;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.TensorType;
import io.entroscope.onnx.proto.AttributeProto;
import io.entroscope.onnx.proto.GraphProto;
import io.entroscope.onnx.proto.NodeProto;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What holds weights and is no layer is named; what is one, or holds none, is not. */
class NotLookedIntoTest {
  private final GraphBuilder graph = new GraphBuilder("net");
  private final String x = graph.input("x", TensorType.floats(-1, 4));

  private String weights(String name) {
    return graph.floats(name, new long[] {4, 4}, new float[16]);
  }

  private OnnxModel ending(String tensor) {
    String out = graph.node("Gemm", List.of(tensor, weights("head")));
    return graph.output(out, TensorType.floats(-1, 4)).build(13);
  }

  private static String text(OnnxModel model) {
    return NotLookedInto.text(FoundLayers.of(model)).orElse("");
  }

  @Test
  void layersAndConstantsOfOtherKindsAreNotNamed() {
    String moved = graph.node("Add", List.of(x, weights("positions")));
    String scaled =
        graph.node("Mul", List.of(moved, graph.floats("scale", new long[] {4}, 1, 2, 3, 4)));
    assertThat(text(ending(graph.node("Relu", List.of(scaled))))).isEmpty();
  }

  @Test
  void operatorsWithWeightsAreCounted() {
    String first = graph.node("Whirl", List.of(x, weights("a")));
    String direct = graph.node("Identity", List.of(weights("b")));
    String second = graph.node("Whirl", List.of(first, direct));
    String third =
        graph.node("Gather", List.of(weights("table"), graph.node("ArgMax", List.of(second))));
    assertThat(text(ending(third))).isEqualTo("1 Gather, 2 Whirl");
  }

  /** A branch that holds a layer of its own, by a weight of the graph around it. */
  @Test
  void branchesWithLayersAreCountedAndOthersNot() {
    weights("inner");
    String condition = graph.node("Choice", List.of(x));
    String with = branched(condition, "MatMul");
    String without = branched(condition, "Add");
    assertThat(text(ending(graph.node("Add", List.of(with, without))))).isEqualTo("1 If");
  }

  private String branched(String condition, String operator) {
    GraphProto branch =
        GraphProto.newBuilder()
            .setName(operator)
            .addNode(
                NodeProto.newBuilder()
                    .setOpType(operator)
                    .addInput(x)
                    .addInput("inner")
                    .addOutput(operator + "_out"))
            .build();
    return graph.node(
        "If", List.of(condition), branch("then_branch", branch), branch("else_branch", branch));
  }

  private static AttributeProto branch(String name, GraphProto graph) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.GRAPH)
        .setG(graph)
        .build();
  }
}
