package io.entroscope.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entroscope.onnx.proto.AttributeProto;
import io.entroscope.onnx.proto.FunctionProto;
import io.entroscope.onnx.proto.GraphProto;
import io.entroscope.onnx.proto.ModelProto;
import io.entroscope.onnx.proto.NodeProto;
import io.entroscope.onnx.proto.OperatorSetIdProto;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Small models that come to more than they look end at once, in one line. */
@Timeout(20)
class OnnxClaimsTest {
  private static NodeProto call(String domain, String type) {
    return NodeProto.newBuilder().setDomain(domain).setOpType(type).addOutput(type).build();
  }

  private static GraphProto nested(int depth) {
    NodeProto.Builder node = NodeProto.newBuilder().setOpType("If").addOutput("y" + depth);
    if (depth > 0) {
      node.addAttribute(AttributeProto.newBuilder().setName("then_branch").setG(nested(depth - 1)));
    }
    return GraphProto.newBuilder().addNode(node).build();
  }

  private static ModelProto model(GraphProto graph) {
    return ModelProto.newBuilder().setGraph(graph).build();
  }

  private static void assertRefused(ModelProto model, String... parts) {
    assertThatThrownBy(() -> OnnxModel.parse(model.toByteArray()))
        .isInstanceOf(OnnxException.class)
        .hasMessageContainingAll(parts)
        .message()
        .doesNotContain("\n");
  }

  @Test
  void refusesDeeplyNestedGraphs() {
    assertThat(OnnxModel.parse(model(nested(8)).toByteArray()).opset()).isEqualTo(1);
    assertRefused(model(nested(9)), "nested 9 deep", "limit is 8", "-Dentroscope.limit.nesting");
  }

  @Test
  void countsGraphsInListsAndFunctions() {
    NodeProto many =
        NodeProto.newBuilder()
            .setDomain("d")
            .setOpType("f")
            .addOutput("y")
            .addAttribute(AttributeProto.newBuilder().setName("all").addGraphs(nested(8)))
            .build();
    assertRefused(model(GraphProto.newBuilder().addNode(many).build()), "nested 9 deep");
    ModelProto calling =
        model(GraphProto.newBuilder().addNode(call("d", "f")).build()).toBuilder()
            .addFunctions(
                FunctionProto.newBuilder()
                    .setDomain("d")
                    .setName("f")
                    .addAllNode(nested(9).getNodeList()))
            .build();
    assertRefused(calling, "nested 9 deep");
  }

  @Test
  void refusesFunctionsThatUnfoldWithoutEnd() {
    ModelProto.Builder model =
        model(GraphProto.newBuilder().addNode(call("d", "f0")).build()).toBuilder();
    for (int i = 0; i < 70; i++) {
      model.addFunctions(
          FunctionProto.newBuilder()
              .setDomain("d")
              .setName("f" + i)
              .addNode(call("d", "f" + (i + 1)))
              .addNode(call("d", "f" + (i + 1))));
    }
    assertRefused(model.build(), "nodes", "-Dentroscope.limit.nodes");
  }

  @Test
  void refusesFunctionsThatCallThemselves() {
    ModelProto model =
        model(GraphProto.newBuilder().addNode(call("d", "f")).build()).toBuilder()
            .addFunctions(
                FunctionProto.newBuilder().setDomain("d").setName("f").addNode(call("d", "f")))
            .build();
    assertRefused(model, "'f' calls itself");
  }

  @Test
  void refusesFunctionsTooDeepWithinOneAnother() {
    ModelProto.Builder model =
        model(GraphProto.newBuilder().addNode(call("d", "f0")).build()).toBuilder();
    int depth = 100_000;
    for (int i = 0; i < depth; i++) {
      NodeProto next = i < depth - 1 ? call("d", "f" + (i + 1)) : relu("x", "y");
      model.addFunctions(FunctionProto.newBuilder().setDomain("d").setName("f" + i).addNode(next));
    }
    assertRefused(model.build(), "functions within one another", "without functions");
  }

  @Test
  void refusesTwoWeightsOfOneNameUnlessTheyAreTheSame() {
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .addNode(relu("x", "y"))
            .addInitializer(Tensors.ofFloats("w", new long[] {1}, new float[] {1}))
            .addInitializer(Tensors.ofFloats("w", new long[] {1}, new float[] {1}));
    assertThat(OnnxModel.of(model(graph.build())).graph().initializers()).containsKey("w");
    graph.addInitializer(Tensors.ofFloats("w", new long[] {1}, new float[] {2}));
    assertRefused(model(graph.build()), "two different weights are called 'w'");
  }

  private static NodeProto relu(String from, String to) {
    return NodeProto.newBuilder().setOpType("Relu").addInput(from).addOutput(to).build();
  }

  @Test
  void refusesAVersionThatCannotBe() {
    for (long version : new long[] {1L << 31, Long.MAX_VALUE, -1}) {
      ModelProto model =
          model(nested(0)).toBuilder()
              .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(version))
              .build();
      assertRefused(model, "version " + version);
      assertThatThrownBy(() -> OnnxModel.of(model).opset()).isInstanceOf(OnnxException.class);
    }
  }
}
