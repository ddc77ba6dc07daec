package io.entroscope.onnx.internal.inline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.entroscope.onnx.Attributes;
import io.entroscope.onnx.GraphBuilder;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.Ort;
import io.entroscope.onnx.RandomValues;
import io.entroscope.onnx.TensorType;
import io.entroscope.onnx.TensorsOfBytes;
import io.entroscope.onnx.layer.Layer;
import io.entroscope.onnx.layer.Layers;
import io.entroscope.onnx.observe.ExposeTensors;
import io.entroscope.onnx.proto.AttributeProto;
import io.entroscope.onnx.proto.AttributeProto.AttributeType;
import io.entroscope.onnx.proto.FunctionProto;
import io.entroscope.onnx.proto.GraphProto;
import io.entroscope.onnx.proto.ModelProto;
import io.entroscope.onnx.proto.NodeProto;
import io.entroscope.onnx.proto.OperatorSetIdProto;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is put in where it is called computes what ONNX Runtime makes of the call. */
class InliningTest {
  private static final String DOMAIN = "modules";

  private final RandomValues values = new RandomValues(23);

  private static NodeProto node(String operator, List<String> inputs, String... outputs) {
    return NodeProto.newBuilder()
        .setOpType(operator)
        .setName(operator)
        .addAllInput(inputs)
        .addAllOutput(List.of(outputs))
        .build();
  }

  private static NodeProto call(
      String function, String name, List<String> inputs, String output, AttributeProto... more) {
    return NodeProto.newBuilder()
        .setDomain(DOMAIN)
        .setOpType(function)
        .setName(name)
        .addAllInput(inputs)
        .addOutput(output)
        .addAllAttribute(List.of(more))
        .build();
  }

  private static FunctionProto.Builder function(String name, List<String> inputs, String output) {
    return FunctionProto.newBuilder()
        .setDomain(DOMAIN)
        .setName(name)
        .addAllInput(inputs)
        .addOutput(output)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain(DOMAIN).setVersion(1));
  }

  private static AttributeProto reference(String name, String to, AttributeType type) {
    return AttributeProto.newBuilder().setName(name).setRefAttrName(to).setType(type).build();
  }

  /** x · W + b and an activation with a slope that the caller gives, or 0.5. */
  private static FunctionProto.Builder linear() {
    NodeProto gemm =
        node("Gemm", List.of("x", "w", "b"), "t").toBuilder()
            .addAttribute(reference("transB", "transposed", AttributeType.INT))
            .build();
    NodeProto leaky =
        node("LeakyRelu", List.of("t"), "y").toBuilder()
            .addAttribute(reference("alpha", "slope", AttributeType.FLOAT))
            .build();
    return function("Linear", List.of("x", "w", "b"), "y")
        .addAttribute("transposed")
        .addAttributeProto(Attributes.of("slope", 0.5f))
        .addNode(gemm)
        .addNode(leaky);
  }

  private GraphBuilder start() {
    GraphBuilder b = new GraphBuilder("calls").domain(DOMAIN, 1);
    b.input("x", TensorType.floats(-1, 4));
    values.weights(b, "fc1.weight", 4, 3, 4);
    values.bias(b, "fc1.bias", 3);
    values.weights(b, "fc2.weight", 3, 3, 3);
    values.bias(b, "fc2.bias", 3);
    return b;
  }

  private static OnnxModel model(
      GraphBuilder b, List<NodeProto> calls, FunctionProto.Builder... of) {
    GraphProto.Builder graph = b.addition().getGraph().toBuilder();
    graph.addAllNode(calls).addOutput(TensorType.floats(-1, 3).named("y"));
    ModelProto proto =
        ModelProto.newBuilder()
            .setGraph(graph)
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
            .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain(DOMAIN).setVersion(1))
            .setIrVersion(10)
            .build();
    ModelProto.Builder with = proto.toBuilder();
    for (FunctionProto.Builder function : of) {
      with.addFunctions(function);
    }
    return OnnxModel.parse(with.build().toByteArray());
  }

  /** Runs the file as it is, whose functions ONNX Runtime knows, and the one graph made of it. */
  private void assertSame(OnnxModel model) {
    OnnxModel flat = OnnxModel.of(model.proto());
    assertThat(flat.proto().getFunctionsCount()).isZero();
    Ort.Value x = values.input(5, 4);
    try (OrtSession whole = Ort.session(model, OrtSession.SessionOptions.OptLevel.ALL_OPT)) {
      float[] expected = Ort.run(whole, Map.of("x", x)).get("y").data();
      float[] found = Ort.run(flat, Map.of("x", x)).get("y").data();
      for (int i = 0; i < expected.length; i++) {
        assertThat(found[i]).isCloseTo(expected[i], within(1e-6f));
      }
    } catch (OrtException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void functionsWithinFunctionsWithAttributesByReference() {
    // Its inner tensor is called as one outside, and its weights are called alike in both.
    FunctionProto.Builder block =
        function("Block", List.of("x", "w", "b"), "y")
            .addAttribute("slope")
            .addNode(
                call(
                    "Linear",
                    "inner",
                    List.of("x", "w", "b"),
                    "t",
                    reference("slope", "slope", AttributeType.FLOAT),
                    Attributes.of("transposed", 1)))
            .addNode(node("Mul", List.of("t", "t"), "y"));
    OnnxModel model =
        model(
            start(),
            List.of(
                call(
                    "Block",
                    "first",
                    List.of("x", "fc1.weight", "fc1.bias"),
                    "t",
                    Attributes.of("slope", 0.1f)),
                call(
                    "Linear",
                    "second",
                    List.of("t", "fc2.weight", ""),
                    "y",
                    Attributes.of("transposed", 1))),
            linear(),
            block);
    assertSame(model);
    assertThat(Layers.find(model)).extracting(Layer::name).containsExactly("fc1", "fc2");
    assertThat(model.graph().nodes())
        .extracting(NodeProto::getName)
        .containsExactly(
            "first/inner/Gemm",
            "first/inner/LeakyRelu",
            "first/Mul",
            "second/Gemm",
            "second/LeakyRelu");
  }

  @Test
  void aFunctionIsCalledByItsOverload() {
    FunctionProto.Builder add =
        function("Act", List.of("a"), "b")
            .setOverload("soft")
            .addNode(node("Softplus", List.of("a"), "b"));
    FunctionProto.Builder relu =
        function("Act", List.of("a"), "b")
            .setOverload("hard")
            .addNode(node("Relu", List.of("a"), "b"));
    NodeProto product =
        node("Gemm", List.of("x", "fc1.weight", "fc1.bias"), "h").toBuilder()
            .addAttribute(Attributes.of("transB", 1))
            .build();
    OnnxModel model =
        model(
            start(),
            List.of(
                product,
                call("Act", "one", List.of("h"), "s").toBuilder().setOverload("soft").build(),
                call("Act", "two", List.of("s"), "y").toBuilder().setOverload("hard").build()),
            add,
            relu);
    assertThat(model.graph().nodes())
        .extracting(NodeProto::getOpType)
        .containsExactly("Gemm", "Softplus", "Relu");
    assertSame(model);
  }

  @Test
  void whatAFunctionHandsOnIsHandedOn() {
    FunctionProto.Builder twice =
        function("Twice", List.of("a"), "a").addOutput("b").addNode(node("Neg", List.of("a"), "b"));
    NodeProto product =
        node("Gemm", List.of("x", "fc1.weight"), "h").toBuilder()
            .addAttribute(Attributes.of("transB", 1))
            .build();
    NodeProto call =
        call("Twice", "twice", List.of("h"), "same").toBuilder().addOutput("less").build();
    OnnxModel model =
        model(start(), List.of(product, call, node("Sub", List.of("same", "less"), "y")), twice);
    assertThat(model.graph().nodes())
        .extracting(NodeProto::getOpType)
        .containsExactly("Gemm", "Neg", "Identity", "Sub");
    Map<String, Ort.Value> outputs =
        Ort.run(
            new ExposeTensors(List.of("h")).apply(OnnxModel.of(model.proto())),
            Map.of("x", values.input(5, 4)));
    for (int i = 0; i < 15; i++) {
      assertThat(outputs.get("y").data()[i]).isEqualTo(2 * outputs.get("h").data()[i]);
    }
  }

  private GraphProto branch(String operator) {
    GraphBuilder b = new GraphBuilder("branch");
    String w = values.weights(b, "w", 4, 4, 3);
    GraphProto inner = b.addition().getGraph();
    return inner.toBuilder()
        .addNode(node("MatMul", List.of("x", w), "t"))
        .addNode(node(operator, List.of("t"), "out"))
        .addOutput(TensorType.floats(-1, 3).named("out"))
        .build();
  }

  private static NodeProto choice(String condition, GraphProto yes, GraphProto no, String output) {
    return node("If", List.of(condition), output).toBuilder()
        .addAttribute(Attributes.of("then_branch", yes))
        .addAttribute(Attributes.of("else_branch", no))
        .build();
  }

  @Test
  void branchesThatAreAlwaysTaken() {
    GraphBuilder b = new GraphBuilder("branches");
    b.input("x", TensorType.floats(-1, 4));
    String zero =
        b.initializer(
            TensorsOfBytes.of("no", new long[0], new byte[1]).toBuilder().setDataType(9).build());
    GraphProto nested =
        GraphProto.newBuilder()
            .setName("nested")
            .addNode(node("Not", List.of(zero), "yes_inside"))
            .addNode(choice("yes_inside", branch("Relu"), branch("Tanh"), "w"))
            .addOutput(TensorType.floats(-1, 3).named("w"))
            .build();
    OnnxModel model =
        model(b, List.of(choice(zero, branch("Abs"), nested, "h"), node("Neg", List.of("h"), "y")));
    assertThat(model.graph().nodes())
        .extracting(NodeProto::getOpType)
        .doesNotContain("If", "Abs", "Tanh")
        .contains("MatMul", "Relu");
    assertThat(Layers.find(model)).hasSize(1);
    assertSame(model);
  }

  @Test
  void branchesThatDependOnDataStay() {
    GraphBuilder b = new GraphBuilder("branches");
    b.input("x", TensorType.floats(-1, 4));
    List<NodeProto> nodes =
        List.of(
            node("ReduceMax", List.of("x"), "max").toBuilder()
                .addAttribute(Attributes.of("keepdims", 0))
                .build(),
            node("IsNaN", List.of("max"), "bad"),
            choice("bad", branch("Relu"), branch("Tanh"), "y"));
    OnnxModel model = model(b, nodes);
    assertThat(model.graph().nodes()).extracting(NodeProto::getOpType).contains("If");
    assertSame(model);
  }
}
