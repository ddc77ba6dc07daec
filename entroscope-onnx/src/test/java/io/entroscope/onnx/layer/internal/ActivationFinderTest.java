package io.entroscope.onnx.layer.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.entroscope.onnx.Attributes;
import io.entroscope.onnx.GraphBuilder;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.Ort;
import io.entroscope.onnx.RandomValues;
import io.entroscope.onnx.TensorType;
import io.entroscope.onnx.internal.Nodes;
import io.entroscope.onnx.layer.Activation;
import io.entroscope.onnx.layer.Layer;
import io.entroscope.onnx.layer.Layers;
import io.entroscope.onnx.proto.GraphProto;
import io.entroscope.onnx.proto.NodeProto;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/** The activation of a layer is found however it is written, and nothing else is taken for one. */
class ActivationFinderTest {
  private static final int UNITS = 6;

  @Test
  void geluAsItsErfChain() {
    expect(
        "Gelu",
        (b, x) -> {
          String root = b.floats("root", new long[0], 1.4142135f);
          String one = b.floats("one", new long[0], 1);
          String half = b.floats("half", new long[0], 0.5f);
          String erf = b.node("Erf", List.of(b.node("Div", List.of(x, root))));
          String product = b.node("Mul", List.of(x, b.node("Add", List.of(erf, one))));
          return b.node("Mul", List.of(product, half));
        });
  }

  @Test
  void geluWithItsHalfInFront() {
    expect(
        "Gelu",
        (b, x) -> {
          String root = b.floats("root", new long[0], 0.70710677f);
          String one = b.floats("one", new long[0], 1);
          String half = b.floats("half", new long[0], 0.5f);
          String erf = b.node("Erf", List.of(b.node("Mul", List.of(x, root))));
          String front = b.node("Mul", List.of(half, x));
          return b.node("Mul", List.of(front, b.node("Add", List.of(one, erf))));
        });
  }

  @Test
  void geluAsItsTanhChain() {
    expect(
        "Gelu",
        (b, x) -> {
          String cube = b.node("Pow", List.of(x, b.floats("three", new long[0], 3)));
          String bent = b.node("Mul", List.of(cube, b.floats("c", new long[0], 0.044715f)));
          String sum = b.node("Add", List.of(x, bent));
          String scaled = b.node("Mul", List.of(sum, b.floats("d", new long[0], 0.7978846f)));
          String tanh = b.node("Tanh", List.of(scaled));
          String shifted = b.node("Add", List.of(tanh, b.floats("one", new long[0], 1)));
          String product = b.node("Mul", List.of(x, shifted));
          return b.node("Mul", List.of(product, b.floats("half", new long[0], 0.5f)));
        });
  }

  @Test
  void functionsOfSeveralNodes() {
    expect("Silu", (b, x) -> b.node("Mul", List.of(x, b.node("Sigmoid", List.of(x)))));
    expect(
        "QuickGelu",
        (b, x) -> {
          String scaled = b.node("Mul", List.of(b.floats("c", new long[] {1}, 1.702f), x));
          return b.node("Mul", List.of(x, b.node("Sigmoid", List.of(scaled))));
        });
    expect(
        "Mish",
        (b, x) ->
            b.node("Mul", List.of(x, b.node("Tanh", List.of(b.node("Softplus", List.of(x)))))));
    expect("HardSwish", (b, x) -> b.node("Mul", List.of(x, hardSigmoid(b, x, 3, 6))));
    expect("HardSigmoid", (b, x) -> hardSigmoid(b, x, 3, 6));
    expect("Relu6", (b, x) -> clip(b, b.node("Relu", List.of(x)), 0, 6));
    expect("Relu6", (b, x) -> clip(b, x, 0, 6));
    expect("Clip", (b, x) -> clip(b, x, -1, 1));
    expect("Relu", (b, x) -> b.node("Max", List.of(x, b.floats("zero", new long[0], 0))));
    expect("LogSigmoid", (b, x) -> b.node("Log", List.of(b.node("Sigmoid", List.of(x)))));
    expect(
        "LeakyRelu",
        (b, x) -> {
          String small = b.node("Mul", List.of(x, b.floats("slope", new long[0], 0.2f)));
          return b.node("Max", List.of(x, small));
        });
    expect(
        "Elu",
        (b, x) -> {
          String zero = b.floats("zero", new long[0], 0);
          String one = b.floats("one", new long[0], 1);
          String below = b.node("Sub", List.of(b.node("Exp", List.of(x)), one));
          return b.node("Where", List.of(b.node("Greater", List.of(x, zero)), x, below));
        });
    expect(
        "custom:Greater+Cast",
        (b, x) -> {
          String zero = b.floats("zero", new long[0], 0);
          String above = b.node("Greater", List.of(x, zero));
          return b.node("Cast", List.of(above), Attributes.of("to", 1));
        });
    expect(
        "custom:Mul+Tanh",
        (b, x) -> {
          String wide = b.node("Mul", List.of(x, b.floats("c", new long[0], 0.666f)));
          String tanh = b.node("Tanh", List.of(wide));
          return b.node("Mul", List.of(tanh, x));
        });
  }

  @Test
  void singleNodes() {
    for (String op :
        List.of(
            "Relu",
            "LeakyRelu",
            "Elu",
            "Selu",
            "Celu",
            "Sigmoid",
            "Tanh",
            "Gelu",
            "HardSwish",
            "HardSigmoid",
            "Mish",
            "Softplus",
            "Softsign",
            "ThresholdedRelu")) {
      expect(op, (b, x) -> b.node(op, List.of(x)));
    }
    expect(
        "PRelu",
        (b, x) ->
            b.node("PRelu", List.of(x, b.floats("slope", new long[] {UNITS}, 1, 2, 3, 4, 5, 6))));
    expect(
        "Gelu", (b, x) -> b.step("FastGelu").domain(Nodes.MICROSOFT).inputs(x).outputs("g").add());
    expect(
        "Silu",
        (b, x) ->
            b.step("QuickGelu")
                .domain(Nodes.MICROSOFT)
                .inputs(x)
                .attribute(Attributes.of("alpha", 1f))
                .add());
  }

  @Test
  void aTensorInsideMayAlsoBeUsedElsewhere() {
    expect(
        "Silu",
        (b, x) -> {
          String gate = b.node("Sigmoid", List.of(x));
          b.output(b.node("ReduceMean", List.of(gate)), TensorType.floats(1, 1));
          return b.node("Mul", List.of(x, gate));
        });
  }

  @Test
  void askingForTheFormOfATensorIsNotTakingIt() {
    expect(
        "Relu",
        (b, x) -> {
          b.output(b.node("Shape", List.of(x)), TensorType.longs(2));
          return b.node("Relu", List.of(x));
        });
  }

  @Test
  void aResidualConnectionIsNotAnActivation() {
    none((b, x) -> b.node("Add", List.of(x, "input")));
    none((b, x) -> b.node("Add", List.of(x, b.node("Relu", List.of("input")))));
    none(
        (b, x) -> {
          b.output(b.node("Softmax", List.of(x)), TensorType.floats(-1, UNITS));
          return b.node("Relu", List.of(x));
        });
  }

  @Test
  void aGateThatMultipliesTwoTensorsEndsBeforeTheProduct() {
    expect("Sigmoid", (b, x) -> b.node("Sigmoid", List.of(x)), true);
    none((b, x) -> b.node("Mul", List.of(x, b.node("Sigmoid", List.of("input")))));
  }

  @Test
  void normalizingIsNotAnActivation() {
    none((b, x) -> b.node("Softmax", List.of(x)));
    none(
        (b, x) -> {
          String scale = b.floats("scale", new long[] {UNITS}, 1, 1, 1, 1, 1, 1);
          return b.node("LayerNormalization", List.of(x, scale));
        });
  }

  @Test
  void whatASubgraphCapturesIsTaken() {
    none(
        (b, x) -> {
          GraphProto branch =
              GraphProto.newBuilder()
                  .setName("branch")
                  .addNode(NodeProto.newBuilder().setOpType("Neg").addInput(x).addOutput("inner"))
                  .addOutput(TensorType.floats(-1, UNITS).named("inner"))
                  .build();
          String condition = b.input("flag", new TensorType(boolType(), Optional.of(List.of(1L))));
          String picked =
              b.step("If")
                  .inputs(condition)
                  .attribute(Attributes.of("then_branch", branch))
                  .attribute(Attributes.of("else_branch", branch))
                  .add();
          b.output(picked, TensorType.floats(-1, UNITS));
          return b.node("Relu", List.of(x));
        });
  }

  private static io.entroscope.onnx.ElementType boolType() {
    return io.entroscope.onnx.ElementType.BOOL;
  }

  private static String hardSigmoid(GraphBuilder b, String x, float shift, float scale) {
    String shifted = b.node("Add", List.of(x, b.floats("shift", new long[0], shift)));
    String clipped = clip(b, shifted, 0, scale);
    return b.node("Div", List.of(clipped, b.floats("scale", new long[0], scale)));
  }

  private static String clip(GraphBuilder b, String x, float low, float high) {
    return b.node(
        "Clip", List.of(x, b.floats("low", new long[0], low), b.floats("high", new long[0], high)));
  }

  private static void expect(String name, BiFunction<GraphBuilder, String, String> activation) {
    expect(name, activation, false);
  }

  /** Puts the activation between two layers and asks what was found. */
  private static void expect(
      String name, BiFunction<GraphBuilder, String, String> activation, boolean gated) {
    String[] output = new String[1];
    Layer layer = first(activation, gated, output);
    assertThat(layer.preactivation()).contains("sum");
    assertThat(layer.activation()).contains(new Activation(name, output[0]));
  }

  private static void none(BiFunction<GraphBuilder, String, String> next) {
    Layer layer = first(next, false, new String[1]);
    assertThat(layer.activation()).isEmpty();
    assertThat(layer.output()).isEqualTo("sum");
  }

  private static Layer first(
      BiFunction<GraphBuilder, String, String> next, boolean gated, String[] output) {
    GraphBuilder b = new GraphBuilder("activation").domain(Nodes.MICROSOFT, 1);
    String x = b.input("input", TensorType.floats(-1, UNITS));
    RandomValues values = new RandomValues(7);
    String w = values.weights(b, "fc1.weight", UNITS, UNITS, UNITS);
    String product = b.step("MatMul").inputs(x, w).outputs("product").add();
    String bias = values.bias(b, "fc1.bias", UNITS);
    b.step("Add").inputs(product, bias).outputs("sum").add();
    output[0] = next.apply(b, "sum");
    String inner = gated ? b.node("Mul", List.of(output[0], x)) : output[0];
    String last = values.weights(b, "fc2.weight", UNITS, UNITS, 3);
    b.output(b.node("MatMul", List.of(inner, last)), TensorType.floats(-1, 3));
    OnnxModel model = b.build(22);
    // Whatever is searched here is a model that runs.
    assertThat(canBeLoaded(model)).isTrue();
    return Layers.find(model).get(0);
  }

  private static boolean canBeLoaded(OnnxModel model) {
    try {
      Ort.session(model, ai.onnxruntime.OrtSession.SessionOptions.OptLevel.NO_OPT).close();
      return true;
    } catch (ai.onnxruntime.OrtException e) {
      throw new AssertionError(e);
    }
  }
}
