package io.entroscope.onnx.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.entroscope.onnx.Attributes;
import io.entroscope.onnx.GraphBuilder;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.Ort;
import io.entroscope.onnx.TensorType;
import io.entroscope.onnx.proto.AttributeProto;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What we think a node computes is what ONNX Runtime computes. */
class ElementwiseTest {
  private static final int POINTS = 181;

  static Stream<Arguments> unary() {
    AttributeProto[] none = {};
    AttributeProto[] alpha = {Attributes.of("alpha", 0.3f)};
    return Stream.of(
            "Abs",
            "Ceil",
            "Celu",
            "Elu",
            "Erf",
            "Exp",
            "Floor",
            "Gelu",
            "HardSigmoid",
            "HardSwish",
            "Identity",
            "LeakyRelu",
            "Mish",
            "Neg",
            "Reciprocal",
            "Relu",
            "Round",
            "Selu",
            "Sigmoid",
            "Sign",
            "Softplus",
            "Softsign",
            "Tanh",
            "ThresholdedRelu")
        .flatMap(
            op ->
                List.of("Celu", "Elu", "HardSigmoid", "LeakyRelu", "Selu", "ThresholdedRelu")
                        .contains(op)
                    ? Stream.of(Arguments.of(op, none), Arguments.of(op, alpha))
                    : Stream.of(Arguments.of(op, none)));
  }

  @ParameterizedTest
  @MethodSource("unary")
  void nodesOfOneInput(String operator, AttributeProto[] attributes) {
    GraphBuilder builder = start();
    String y = builder.node(operator, List.of("x"), attributes);
    check(builder, y);
  }

  static Stream<Arguments> binary() {
    return Stream.of("Add", "Sub", "Mul", "Div", "Pow", "Max", "Min", "PRelu", "Sum")
        .map(Arguments::of);
  }

  @ParameterizedTest
  @MethodSource("binary")
  void nodesOfAnInputAndAConstant(String operator) {
    GraphBuilder builder = start();
    String c = builder.floats("c", new long[] {1}, 3);
    check(builder, builder.node(operator, List.of("x", c)));
  }

  @ParameterizedTest
  @MethodSource("comparisons")
  void comparisonsAndChoices(String comparison, String logic) {
    GraphBuilder builder = start();
    String low = builder.floats("low", new long[] {1}, -1.3f);
    String high = builder.floats("high", new long[] {1}, 2.2f);
    String left = builder.node(comparison, List.of("x", low));
    String right = builder.node(comparison, List.of(high, "x"));
    String both = builder.node(logic, List.of(left, right));
    check(builder, builder.node("Where", List.of(builder.node("Not", List.of(both)), "x", low)));
  }

  static Stream<Arguments> comparisons() {
    return Stream.of("Greater", "GreaterOrEqual", "Less", "LessOrEqual", "Equal")
        .flatMap(op -> Stream.of("And", "Or", "Xor").map(logic -> Arguments.of(op, logic)));
  }

  @Test
  void boundsMayBeLeftOut() {
    GraphBuilder builder = start();
    String high = builder.floats("high", new long[0], 2.2f);
    check(builder, builder.node("Clip", List.of("x", "", high)));
  }

  @ParameterizedTest
  @MethodSource("microsoft")
  void nodesOfOnnxRuntime(String operator, AttributeProto[] attributes) {
    GraphBuilder builder = start().domain(Nodes.MICROSOFT, 1);
    GraphBuilder.Step step = builder.step(operator).domain(Nodes.MICROSOFT).inputs("x");
    Stream.of(attributes).forEach(step::attribute);
    check(builder, step.add(), operator.equals("FastGelu") ? 1e-3 : 1e-6);
  }

  static Stream<Arguments> microsoft() {
    AttributeProto[] none = {};
    return Stream.of(
        Arguments.of("Gelu", none),
        Arguments.of("FastGelu", none),
        Arguments.of("QuickGelu", none),
        Arguments.of("QuickGelu", new AttributeProto[] {Attributes.of("alpha", 1f)}));
  }

  private static GraphBuilder start() {
    GraphBuilder builder = new GraphBuilder("elementwise");
    builder.input("x", TensorType.floats(POINTS));
    return builder;
  }

  private static void check(GraphBuilder builder, String output) {
    check(builder, output, 1e-6);
  }

  private static void check(GraphBuilder builder, String output, double tolerance) {
    OnnxModel model =
        builder
            .output(
                output, new TensorType(TensorType.floats().element(), java.util.Optional.empty()))
            .build(22);
    assertThat(model.graph().nodes()).allMatch(Elementwise::isElementwise);
    DoubleUnaryOperator ours =
        Elementwise.function(model.graph().nodes(), "x", output, new Constants(model))
            .orElseThrow();
    float[] points = new float[POINTS];
    for (int i = 0; i < POINTS; i++) {
      points[i] = (i - POINTS / 2) * 0.1f + 0.03f;
    }
    Ort.Value input = Ort.Value.of(new long[] {POINTS}, points);
    float[] theirs = Ort.run(model, Map.of("x", input)).get(output).data();
    for (int i = 0; i < POINTS; i++) {
      double expected = theirs[i];
      double actual = ours.applyAsDouble(points[i]);
      if (Double.isNaN(expected)) {
        assertThat(actual).isNaN();
      } else {
        assertThat(actual)
            .as("at %f", points[i])
            .isCloseTo(expected, within(tolerance * Math.max(1, Math.abs(expected))));
      }
    }
  }
}
