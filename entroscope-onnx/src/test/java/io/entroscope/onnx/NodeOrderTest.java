package io.entroscope.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entroscope.onnx.edit.DropLayer;
import io.entroscope.onnx.layer.Layer;
import io.entroscope.onnx.layer.Layers;
import io.entroscope.onnx.proto.GraphProto;
import io.entroscope.onnx.proto.ModelProto;
import io.entroscope.onnx.proto.NodeProto;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NodeOrderTest {
  private final OnnxModel model =
      new Networks(Networks.Style.MATMUL, "Silu", true, ElementType.FLOAT)
          .perceptron(Set.of(), Set.of(), 5, 4, 4, 3);

  @Test
  void aSortedListIsLeftAsItIs() {
    List<NodeProto> nodes = model.proto().getGraph().getNodeList();
    assertThat(NodeOrder.of(nodes)).isSameAs(nodes);
  }

  @Test
  void aFileOutOfOrderIsTheSameModel() {
    for (long seed = 0; seed < 20; seed++) {
      List<NodeProto> nodes = new ArrayList<>(model.graph().nodes());
      Collections.shuffle(nodes, new Random(seed));
      OnnxModel shuffled = of(nodes);
      assertThat(Layers.find(shuffled)).as("seed %d", seed).isEqualTo(Layers.find(model));
      Layer layer = Layers.find(shuffled).get(1);
      Map<String, Ort.Value> input = Map.of("input", new RandomValues(seed).input(2, 5));
      assertThat(Ort.run(new DropLayer(layer).apply(shuffled), input).get("logits").data())
          .as("seed %d", seed)
          .isEqualTo(Ort.run(new DropLayer(layer).apply(model), input).get("logits").data());
    }
  }

  @Test
  void aCircleIsRefused() {
    List<NodeProto> circle = List.of(node("Relu", "a", "b"), node("Tanh", "b", "a"));
    for (List<NodeProto> nodes : List.of(circle, List.of(node("Relu", "a", "a")))) {
      assertThatThrownBy(() -> of(nodes))
          .isInstanceOf(OnnxException.class)
          .hasMessageContaining("its own output");
    }
  }

  @Test
  void aNodeThatMakesNothingIsRefused() {
    NodeProto node = NodeProto.newBuilder().setName("lost").setOpType("Relu").build();
    assertThatThrownBy(() -> of(List.of(node)))
        .isInstanceOf(OnnxException.class)
        .hasMessageContaining("'lost'");
  }

  private static NodeProto node(String operator, String input, String output) {
    return NodeProto.newBuilder().setOpType(operator).addInput(input).addOutput(output).build();
  }

  private OnnxModel of(List<NodeProto> nodes) {
    ModelProto.Builder proto = model.proto().toBuilder();
    GraphProto graph = proto.getGraph().toBuilder().clearNode().addAllNode(nodes).build();
    return OnnxModel.parse(proto.setGraph(graph).build().toByteArray());
  }
}
