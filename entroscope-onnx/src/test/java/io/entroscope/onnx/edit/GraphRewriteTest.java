package io.entroscope.onnx.edit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.entroscope.onnx.Attributes;
import io.entroscope.onnx.GraphBuilder;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.Ort;
import io.entroscope.onnx.RandomValues;
import io.entroscope.onnx.TensorType;
import io.entroscope.onnx.Tensors;
import io.entroscope.onnx.layer.Layer;
import io.entroscope.onnx.layer.Layers;
import io.entroscope.onnx.proto.GraphProto;
import io.entroscope.onnx.proto.NodeProto;
import io.entroscope.onnx.proto.TensorProto;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an edit touches beside the layer itself: names, branches, descriptions of tensors. */
class GraphRewriteTest {
  private final RandomValues values = new RandomValues(5);
  private final GraphBuilder b = new GraphBuilder("rewrite");
  private final String x = b.input("input", TensorType.floats(-1, 4));

  @Test
  void aBranchThatTakesADroppedLayersOutputTakesItsInputInstead() {
    String kept = b.step("Relu").inputs(x).outputs("kept").add();
    String out = gemm(kept, "out");
    String condition =
        b.node("ReduceMax", List.of(b.node("Abs", List.of(x))), Attributes.of("keepdims", 0));
    String zero = b.floats("zero", new long[] {}, 0);
    String chosen =
        b.step("If")
            .inputs(b.node("Greater", List.of(condition, zero)))
            .outputs("chosen")
            .attribute(Attributes.of("then_branch", branch("Identity", out)))
            .attribute(Attributes.of("else_branch", branch("Neg", out)))
            .add();
    String end = gemm(chosen, "end");
    OnnxModel model = b.output(end, TensorType.floats(-1, 4)).build(17);
    Layer layer = Layers.select(Layers.find(model), "out").get(0);
    OnnxModel dropped = new DropLayer(layer).apply(model);

    Map<String, Ort.Value> input = Map.of("input", values.input(3, 4));
    float[] expected = Ort.run(direct(model), input).values().iterator().next().data();
    assertThat(Ort.run(dropped, input).get(end).data()).containsExactly(expected, within(1e-6f));
    assertThat(dropped.graph().initializers()).doesNotContainKey("out.weight");
  }

  /** The same network written without the layer. */
  private OnnxModel direct(OnnxModel model) {
    GraphBuilder direct = new GraphBuilder("direct");
    String input = direct.input("input", TensorType.floats(-1, 4));
    String weight = direct.initializer(model.graph().initializers().get("end.weight"));
    String end = direct.node("Gemm", List.of(direct.node("Relu", List.of(input)), weight));
    return direct.output(end, TensorType.floats(-1, 4)).build(17);
  }

  private static GraphProto branch(String operator, String outer) {
    NodeProto node =
        NodeProto.newBuilder()
            .setName(operator + "_branch")
            .setOpType(operator)
            .addInput(outer)
            .addOutput(operator + "_result")
            .build();
    return GraphProto.newBuilder()
        .setName(operator)
        .addNode(node)
        .addOutput(TensorType.floats(-1, 4).named(operator + "_result"))
        .build();
  }

  @Test
  void aNameThatIsTakenIsNotTakenAgain() {
    String hidden = b.node("Relu", List.of(gemm(x, "fc1")));
    // What an edit would call its constants first, used by something that stays.
    String taken = b.floats("fc1.weight_edited", new long[] {4}, 1, 2, 3, 4);
    String also = b.floats("fc1.weight_edited_2", new long[] {4}, 1, 2, 3, 4);
    String scaled = b.node("Mul", List.of(b.node("Mul", List.of(hidden, taken)), also));
    String end = gemm(scaled, "fc2");
    OnnxModel model = b.output(end, TensorType.floats(-1, 4)).build(17);
    Layer layer = Layers.select(Layers.find(model), "fc1").get(0);
    double[] weights = new double[16];
    for (int i = 0; i < 4; i++) {
      weights[i * 5] = 2;
    }
    OnnxModel edited = new ReplaceHead(layer, weights, new double[4]).apply(model);

    Map<String, Ort.Value> input = Map.of("input", Ort.Value.of(new long[] {1, 4}, 1, 1, 1, 1));
    float[] last = Tensors.floats(edited, initializer(edited, "fc2.weight"));
    float[] expected = new float[4];
    for (int unit = 0; unit < 4; unit++) {
      for (int i = 0; i < 4; i++) {
        expected[unit] += 2 * (i + 1) * (i + 1) * last[i * 4 + unit];
      }
    }
    assertThat(Ort.run(edited, input).get(end).data()).containsExactly(expected, within(1e-4f));
    assertThat(edited.graph().initializers())
        .containsOnlyKeys(
            "fc1.weight", "fc1.bias", "fc1.weight_edited", "fc1.weight_edited_2", "fc2.weight");
  }

  private static TensorProto initializer(OnnxModel model, String name) {
    return model.graph().initializers().get(name);
  }

  @Test
  void descriptionsAndInputsOfWhatIsUnusedGoWithIt() {
    String live = b.step("Relu").inputs(x).outputs("live").add();
    String constant = b.floats("constant", new long[] {4}, 1, 2, 3, 4);
    String dead = b.floats("dead", new long[] {4}, 1, 2, 3, 4);
    b.step("Mul").inputs(x, dead).outputs("nowhere").add();
    String end = b.node("Add", List.of(live, constant));
    OnnxModel whole = b.output(end, TensorType.floats(-1, 4)).build(17);
    GraphProto.Builder described = whole.proto().getGraph().toBuilder();
    for (String name : List.of(live, "nowhere", constant, "input", "dead")) {
      described.addValueInfo(TensorType.floats(-1, 4).named(name));
    }
    // Up to IR version 3 every initializer is an input, too.
    described.addInput(TensorType.floats(4).named(dead));
    described.addInput(TensorType.floats(4).named(constant));
    GraphProto clean = new RemoveUnused().apply(whole.edited(described.build())).proto().getGraph();
    assertThat(clean.getValueInfoList())
        .extracting(info -> info.getName())
        .containsExactly(live, constant, "input");
    assertThat(clean.getInputList())
        .extracting(info -> info.getName())
        .containsExactly("input", constant);
    assertThat(clean.getInitializerList())
        .extracting(tensor -> tensor.getName())
        .containsExactly(constant);
    assertThat(clean.getNodeList())
        .extracting(node -> node.getOpType())
        .containsExactly("Relu", "Add");
  }

  @Test
  void stepsOfEveryKindAreFoldedAndRescaled() {
    String vector = values.bias(b, "vector", 4);
    String divisor = b.floats("divisor", new long[] {4}, 2, 4, 0.5f, 1);
    String product = b.node("MatMul", List.of(x, values.weights(b, "fc1.weight", 4, 4, 4)));
    String stepped = b.node("Div", List.of(product, divisor));
    stepped = b.node("Sub", List.of(stepped, vector));
    stepped = b.node("Sum", List.of(vector, stepped));
    stepped = b.node("Sub", List.of(stepped, divisor));
    stepped = b.node("Relu", List.of(b.node("Dropout", List.of(stepped))));
    String end = gemm(stepped, "fc2");
    OnnxModel model = b.output(end, TensorType.floats(-1, 4)).build(17);
    Map<String, Ort.Value> input = Map.of("input", values.input(3, 4));
    float[] whole = Ort.run(model, input).get(end).data();
    OnnxModel rescaled = new RescaleLayer(Layers.find(model).get(0), 4).apply(model);
    assertThat(rescaled.proto()).isNotEqualTo(model.proto());
    assertThat(Ort.run(rescaled, input).get(end).data()).containsExactly(whole, within(1e-5f));

    OnnxModel folded = new FoldLayers(Layers.find(model).get(0)).apply(model);
    OnnxModel without =
        model.edited(
            GraphProto.newBuilder(model.proto().getGraph())
                .clearNode()
                .addAllNode(
                    model.graph().nodes().stream()
                        .map(
                            node ->
                                node.getOpType().equals("Relu")
                                    ? node.toBuilder().setOpType("Identity").build()
                                    : node)
                        .toList())
                .build());
    assertThat(Ort.run(folded, input).get(end).data())
        .containsExactly(Ort.run(without, input).get(end).data(), within(1e-5f));
    assertThat(folded.graph().nodes()).hasSize(1);
  }

  @Test
  void whatIsAddedToAScaledProductCountsTheScale() {
    String bias = b.floats("fc.bias", new long[] {4}, 1, 2, 3, 4);
    String scores =
        b.node(
            "Gemm",
            List.of(x, values.weights(b, "fc.weight", 4, 4, 4), bias),
            Attributes.of("alpha", 2f),
            Attributes.of("beta", 3f));
    OnnxModel model = b.output(scores, TensorType.floats(-1, 4)).build(17);
    Layer head = Layers.find(model).get(0);
    OnnxModel added = ReplaceHead.adding(head, new double[16], new double[4]).apply(model);
    Map<String, Ort.Value> input = Map.of("input", values.input(3, 4));
    assertThat(Ort.run(added, input).get(scores).data())
        .containsExactly(Ort.run(model, input).get(scores).data(), within(1e-5f));
  }

  private String gemm(String from, String name) {
    return b.node("Gemm", List.of(from, values.weights(b, name + ".weight", 4, 4, 4)));
  }
}
