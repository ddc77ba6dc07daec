package io.entroscope.onnx.edit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entroscope.onnx.Attributes;
import io.entroscope.onnx.GraphBuilder;
import io.entroscope.onnx.GraphEdit;
import io.entroscope.onnx.OnnxException;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.RandomValues;
import io.entroscope.onnx.TensorType;
import io.entroscope.onnx.layer.Layer;
import io.entroscope.onnx.layer.Layers;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every edit refuses what it would get wrong, and says why. */
class EditRefusalsTest {
  private static final String MICROSOFT = "com.microsoft";
  private static final Map<String, Function<Layer, GraphEdit>> EDITS =
      Map.of(
          "dropped",
          DropLayer::new,
          "folded",
          FoldLayers::new,
          "rescaled",
          layer -> new RescaleLayer(layer, 2),
          "fitted again",
          layer ->
              new ReplaceHead(
                  layer, new double[layer.inputs() * layer.units()], new double[layer.units()]));

  private final RandomValues values = new RandomValues(5);
  private final GraphBuilder b = new GraphBuilder("refusals");
  private final String x = b.input("input", TensorType.floats(-1, 4));

  static Stream<String> verbs() {
    return EDITS.keySet().stream().sorted();
  }

  @ParameterizedTest
  @MethodSource("verbs")
  void aConvolution(String verb) {
    String weight = values.weights(b, "conv.weight", 4, 4, 4, 1, 1);
    String image = b.node("Reshape", List.of(x, b.longs("form", new long[] {4}, -1, 4, 1, 1)));
    String maps = b.node("Flatten", List.of(b.node("Conv", List.of(image, weight))));
    refused(verb, ending(maps), 0, "it is a convolution");
  }

  @ParameterizedTest
  @MethodSource("verbs")
  void aRecurrentLayer(String verb) {
    String steps = b.node("Reshape", List.of(x, b.longs("form", new long[] {3}, -1, 1, 4)));
    String hidden =
        b.step("LSTM")
            .inputs(
                steps,
                values.weights(b, "lstm.weight", 4, 1, 16, 4),
                values.weights(b, "lstm.recurrence", 4, 1, 16, 4))
            .outputs("hidden")
            .attribute(Attributes.of("hidden_size", 4))
            .add();
    String last = b.node("Reshape", List.of(hidden, b.longs("flat", new long[] {2}, -1, 4)));
    refused(verb, ending(last), 0, "it is recurrent");
  }

  @ParameterizedTest
  @MethodSource("verbs")
  void weightsOnTheLeft(String verb) {
    String turned = b.node("Transpose", List.of(x));
    String product = b.node("MatMul", List.of(values.weights(b, "fc.weight", 4, 4, 4), turned));
    String back = b.node("Transpose", List.of(b.node("Relu", List.of(product))));
    refused(verb, ending(back), 0, "its weights stand on the left of the product");
  }

  @ParameterizedTest
  @MethodSource("verbs")
  void quantizedWeights(String verb) {
    String scale = b.floats("scale", new long[] {}, 0.1f);
    String quantized =
        b.node(
            "QuantizeLinear",
            List.of(b.node("MatMul", List.of(x, values.weights(b, "fc.weight", 4, 4, 4))), scale));
    String real = b.node("DequantizeLinear", List.of(quantized, scale));
    refused(verb, ending(b.node("Relu", List.of(real))), 0, "it is quantized");
  }

  @ParameterizedTest
  @MethodSource("verbs")
  void aBiasThatDependsOnTheInput(String verb) {
    String gemm = b.node("Gemm", List.of(x, values.weights(b, "fc.weight", 4, 4, 4), x));
    refused(verb, ending(b.node("Relu", List.of(gemm))), 0, "no constant vector|not a constant");
  }

  @ParameterizedTest
  @MethodSource("verbs")
  void aLayerOfAnotherModel(String verb) {
    Layer layer = Layers.find(ending(b.node("Relu", List.of(gemm(x, "fc"))))).get(0);
    GraphBuilder other = new GraphBuilder("other");
    String y = other.input("input", TensorType.floats(-1, 4));
    other.output(other.node("Relu", List.of(y)), TensorType.floats(-1, 4));
    OnnxModel model = other.build(17);
    if (verb.equals("rescaled")) {
      assertThatThrownBy(() -> EDITS.get(verb).apply(layer).apply(model))
          .isInstanceOf(OnnxException.class)
          .hasMessage("the model has no layer 'fc'");
    } else {
      assertThat(EDITS.get(verb).apply(layer).apply(model)).isSameAs(model);
    }
  }

  @Test
  void aFoldOfSharedTappedOrResidualLayers() {
    String shared = values.weights(b, "shared.weight", 4, 4, 4);
    String one = b.node("Relu", List.of(b.node("Gemm", List.of(x, shared))));
    String two = b.node("Relu", List.of(gemm(one, "between")));
    String three = b.node("Relu", List.of(b.node("Gemm", List.of(two, shared))));
    refused("folded", ending(three), 0, "its weights are shared with the node 'Gemm");
  }

  @ParameterizedTest
  @MethodSource("verbs")
  void aTensorInsideThatIsAnOutputToo(String verb) {
    String inner = gemm(x, "fc");
    String end = gemm(b.node("Relu", List.of(inner)), "last");
    OnnxModel model =
        b.output(inner, TensorType.floats(-1, 4)).output(end, TensorType.floats(-1, 4)).build(17);
    if (verb.equals("fitted again")) {
      // The other weights are meant to show there.
      assertThat(EDITS.get(verb).apply(Layers.find(model).get(0)).apply(model).graph().outputs())
          .isEqualTo(model.graph().outputs());
    } else {
      refused(verb, model, 0, "its inner tensor '" + inner + "' is an output of the model");
    }
  }

  @Test
  void aFoldOfALayerWhoseInputGoesOnElsewhere() {
    String stem = b.node("Relu", List.of(gemm(x, "stem")));
    String inner = b.node("Relu", List.of(gemm(stem, "inner")));
    String sum = b.node("Add", List.of(gemm(inner, "branch"), stem));
    OnnxModel model = ending(b.node("Relu", List.of(sum)));
    refused("folded", model, 1, "its input also goes to the node 'Add");
    refused("folded", model, 2, "its output is merged with another tensor in the node 'Add");
  }

  @Test
  void aFoldOfAFusedActivationOrIntoAFusedLayer() {
    String fused =
        b.step("FusedGemm")
            .domain(MICROSOFT)
            .inputs(x, values.weights(b, "fused.weight", 4, 4, 4), values.bias(b, "fused.bias", 4))
            .attribute(Attributes.of("activation", "Relu"))
            .add();
    String before = gemm(fused, "before");
    String next =
        b.step("FusedGemm")
            .domain(MICROSOFT)
            .inputs(before, values.weights(b, "next.weight", 4, 4, 4), values.bias(b, "bias", 4))
            .attribute(Attributes.of("activation", "Relu"))
            .add();
    b.domain(MICROSOFT, 1);
    OnnxModel model = ending(next);
    refused("folded", model, 0, "Gemm or MatMul (FusedGemm)|fused its activation");
    refused("folded", model, 1, "the next layer is of a kind that is not written anew (FusedGemm)");
    refused("rescaled", model, 0, "FusedGemm|does not keep a factor");
  }

  @Test
  void aFactorThatABiasOrAnotherActivationWouldSee() {
    String first = b.node("Relu", List.of(gemm(x, "biased")));
    String shifted = b.node("Add", List.of(first, values.bias(b, "shift", 4)));
    String second = b.node("Sigmoid", List.of(gemm(shifted, "curved")));
    OnnxModel model = ending(second);
    refused("rescaled", model, 0, "a bias or normalization comes between");
    refused("rescaled", model, 1, "its activation (Sigmoid) does not keep a factor");
  }

  @Test
  void aHeadThatDoesMoreThanAProductAndASum() {
    String half = b.floats("half", new long[] {}, 0.5f);
    String scaled = b.node("Mul", List.of(gemm(x, "scaled"), half));
    OnnxModel model = ending(b.node("Relu", List.of(scaled)));
    refused("fitted again", model, 0, "more than a product");
    double[] weights = new double[16];
    Layer layer = Layers.find(model).get(0);
    assertThatThrownBy(() -> new ReplaceHead(layer, weights, new double[3]))
        .isInstanceOf(OnnxException.class)
        .hasMessageContaining("16 weights and 3 biases do not fit");
  }

  private String gemm(String from, String name) {
    return b.node("Gemm", List.of(from, values.weights(b, name + ".weight", 4, 4, 4)));
  }

  /** The network with a last layer behind this tensor. */
  private OnnxModel ending(String tensor) {
    return b.output(gemm(tensor, "end"), TensorType.floats(-1, 4)).build(17);
  }

  private static void refused(String verb, OnnxModel model, int layer, String reasons) {
    Layer refused = Layers.find(model).get(layer);
    assertThatThrownBy(() -> EDITS.get(verb).apply(refused).apply(model))
        .isInstanceOf(OnnxException.class)
        .hasMessageStartingWith("layer '" + refused.name() + "' cannot be " + verb + ": ")
        .hasMessageNotContaining("\n")
        .satisfies(
            refusal ->
                assertThat(reasons.split("\\|"))
                    .anyMatch(reason -> String.valueOf(refusal.getMessage()).contains(reason)));
  }
}
