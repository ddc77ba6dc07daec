package io.entroscope.onnx.edit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.entroscope.onnx.ElementType;
import io.entroscope.onnx.GraphBuilder;
import io.entroscope.onnx.Networks;
import io.entroscope.onnx.OnnxException;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.Ort;
import io.entroscope.onnx.RandomValues;
import io.entroscope.onnx.TensorType;
import io.entroscope.onnx.Tensors;
import io.entroscope.onnx.layer.Layer;
import io.entroscope.onnx.layer.Layers;
import io.entroscope.onnx.observe.ExposeTensors;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Edited models run, and compute what a network written without the layer computes. */
class LayerSurgeryTest {
  private static final int BATCH = 4;

  static Stream<Arguments> networks() {
    return Stream.of(Networks.Style.values())
        .flatMap(
            style ->
                Stream.of("Relu", "Silu", "Tanh")
                    .flatMap(
                        activation ->
                            Stream.of(false, true)
                                .map(
                                    normalized ->
                                        Arguments.of(
                                            new Networks(
                                                style,
                                                activation,
                                                normalized,
                                                ElementType.FLOAT)))));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void aDroppedLayerLeavesTheRest(Networks networks) {
    OnnxModel model = networks.perceptron(Set.of(), Set.of(), 9, 7, 7, 7, 3);
    Layer second = Layers.find(model).get(1);
    OnnxModel dropped = new DropLayer(second).apply(model);

    assertSame(dropped, networks.perceptron(Set.of(), Set.of(2), 9, 7, 7, 7, 3), 0);
    assertThat(Layers.find(dropped)).extracting(Layer::name).containsExactly("fc1", "fc3", "fc4");
    assertThat(dropped.graph().initializers().keySet()).noneMatch(name -> name.startsWith("fc2."));
    assertThat(new DropLayer(second).apply(dropped)).isSameAs(dropped);

    OnnxModel both = new DropLayer(Layers.find(model).get(2)).apply(dropped);
    assertSame(both, networks.perceptron(Set.of(), Set.of(2, 3), 9, 7, 7, 7, 3), 0);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void aFoldedLayerIsTheProductOfTheTwo(Networks networks) {
    OnnxModel model = networks.perceptron(Set.of(), Set.of(), 9, 7, 5, 6, 3);
    for (int folded = 1; folded <= 3; folded++) {
      Layer layer = Layers.find(model).get(folded - 1);
      OnnxModel edited = new FoldLayers(layer).apply(model);
      assertSame(edited, networks.perceptron(Set.of(folded), Set.of(), 9, 7, 5, 6, 3), 2e-6);
      List<Layer> left = Layers.find(edited);
      assertThat(left).hasSize(3).extracting(Layer::name).doesNotContain("fc" + folded);
      assertThat(left.get(folded - 1).inputs()).isEqualTo(layer.inputs());
      assertThat(edited.graph().initializers().keySet())
          .noneMatch(name -> name.startsWith(layer.name() + "."));
      assertThat(new FoldLayers(layer).apply(edited)).isSameAs(edited);
    }
  }

  /** Without Silu: ONNX Runtime 1.28 fuses it into a kernel that it has for float32 alone. */
  static Stream<Networks> networksInDoubles() {
    return networks()
        .map(arguments -> (Networks) arguments.get()[0])
        .filter(networks -> !networks.activation().equals("Silu"))
        .map(n -> new Networks(n.style(), n.activation(), n.normalized(), ElementType.DOUBLE));
  }

  @ParameterizedTest
  @MethodSource("networksInDoubles")
  void foldingInDoublesIsExact(Networks networks) {
    OnnxModel model = networks.perceptron(Set.of(), Set.of(), 9, 7, 5, 3);
    OnnxModel edited = new FoldLayers(Layers.find(model).get(1)).apply(model);
    // The test's reader rounds to float32, so a difference would be one of its last digit.
    assertSame(edited, networks.perceptron(Set.of(2), Set.of(), 9, 7, 5, 3), 1.2e-7);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void aFoldAllTheWayIsOneLayer(Networks networks) {
    OnnxModel model = networks.perceptron(Set.of(), Set.of(), 9, 7, 5, 3);
    OnnxModel edited = model;
    for (int i = 0; i < 2; i++) {
      edited = new FoldLayers(Layers.find(edited).get(0)).apply(edited);
    }
    assertSame(edited, networks.perceptron(Set.of(1, 2), Set.of(), 9, 7, 5, 3), 2e-6);
    assertThat(Layers.find(edited)).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void rescalingKeepsTheFunctionOfARelu(Networks networks) {
    OnnxModel model = networks.perceptron(Set.of(), Set.of(), 9, 7, 5, 3);
    Layer layer = Layers.find(model).get(1);
    if (!networks.activation().equals("Relu")) {
      assertThatThrownBy(() -> new RescaleLayer(layer, 4).apply(model))
          .isInstanceOf(OnnxException.class)
          .hasMessageContaining(networks.activation());
      return;
    }
    assertThat(new RescaleLayer(layer, 1).apply(model)).isSameAs(model);
    OnnxModel twice = new RescaleLayer(layer, 4).apply(model);
    assertSame(twice, model, 0);
    assertSame(new RescaleLayer(layer, 0.3).apply(model), model, 2e-6);

    Map<String, Ort.Value> input = Map.of("input", new RandomValues(3).input(BATCH, 9));
    float[] before = activation(model, layer.output(), input);
    float[] after = activation(twice, layer.output(), input);
    for (int i = 0; i < before.length; i++) {
      assertThat(after[i]).isEqualTo(4 * before[i]);
    }
    assertThat(new RescaleLayer(layer, 0.25).apply(twice).graph().initializers())
        .isEqualTo(model.graph().initializers());
  }

  private static float[] activation(OnnxModel model, String tensor, Map<String, Ort.Value> input) {
    return Ort.run(new ExposeTensors(List.of(tensor)).apply(model), input).get(tensor).data();
  }

  @Test
  void layersOverTokensAreDroppedAndFolded() {
    RandomValues values = new RandomValues(5);
    GraphBuilder b = new GraphBuilder("tokens");
    String x = b.input("input", TensorType.floats(-1, -1, 6));
    for (int i = 1; i <= 3; i++) {
      String w = values.weights(b, "fc" + i + ".weight", 6, 6, 6);
      x = b.node("Add", List.of(b.node("MatMul", List.of(x, w)), values.bias(b, "b" + i, 6)));
      x = i < 3 ? b.node("Relu", List.of(x)) : x;
    }
    OnnxModel model = b.output(x, TensorType.floats(-1, -1, 6)).build(17);
    Map<String, Ort.Value> input = Map.of("input", values.input(2, 5, 6));
    Layer second = Layers.find(model).get(1);

    float[] dropped = Ort.run(new DropLayer(second).apply(model), input).get(x).data();
    float[] folded = Ort.run(new FoldLayers(second).apply(model), input).get(x).data();
    assertThat(dropped).hasSize(60).isNotEqualTo(folded);
    float[] first = activation(model, Layers.find(model).get(0).output(), input);
    float[] expected = linear(model, first, 2, linear(model, first, 1, null));
    assertThat(folded).containsExactly(expected, within(1e-5f));
  }

  /** The product of activations with the weights of a layer, plus its bias. */
  private static float[] linear(OnnxModel model, float[] first, int layer, float[] before) {
    float[] from = before == null ? first : before;
    float[] w =
        Tensors.floats(model, model.graph().initializers().get("fc" + (layer + 1) + ".weight"));
    float[] bias = Tensors.floats(model, model.graph().initializers().get("b" + (layer + 1)));
    float[] to = new float[from.length];
    for (int row = 0; row < from.length / 6; row++) {
      for (int unit = 0; unit < 6; unit++) {
        double sum = bias[unit];
        for (int k = 0; k < 6; k++) {
          sum += from[row * 6 + k] * w[k * 6 + unit];
        }
        to[row * 6 + unit] = (float) sum;
      }
    }
    return to;
  }

  @Test
  void whatIsAnOutputIsKept() {
    RandomValues values = new RandomValues(5);
    GraphBuilder b = new GraphBuilder("outputs");
    String x = b.input("input", TensorType.floats(-1, 4));
    String one = b.node("Gemm", List.of(x, values.weights(b, "fc1.weight", 4, 4, 4)));
    String features = b.step("Relu").inputs(one).outputs("features").add();
    String end = b.node("Gemm", List.of(features, values.weights(b, "fc2.weight", 4, 4, 2)));
    OnnxModel model =
        b.output(features, TensorType.floats(-1, 4))
            .output(end, TensorType.floats(-1, 2))
            .build(13);
    Map<String, Ort.Value> input = Map.of("input", values.input(2, 4));
    Layer layer = Layers.find(model).get(0);

    Map<String, Ort.Value> outputs = Ort.run(new DropLayer(layer).apply(model), input);
    assertThat(outputs.get("features").data()).isEqualTo(input.get("input").data());
    assertThatThrownBy(() -> new FoldLayers(layer).apply(model))
        .isInstanceOf(OnnxException.class)
        .hasMessageContaining("'features'");
  }

  @Test
  void whatCannotBeDroppedIsRefusedWithTheReason() {
    OnnxModel model =
        Networks.of(Networks.Style.GEMM, "Relu").perceptron(Set.of(), Set.of(), 9, 7, 7, 3);
    List<Layer> layers = Layers.find(model);
    refusedToDrop(model, layers.get(0), "width from 9 to 7");
    refusedToDrop(model, layers.get(2), "last layer");
    assertThatThrownBy(() -> new FoldLayers(layers.get(2)).apply(model))
        .isInstanceOf(OnnxException.class)
        .hasMessageContaining("last layer");
    assertThatThrownBy(() -> new RescaleLayer(layers.get(2), 2).apply(model))
        .isInstanceOf(OnnxException.class);
    assertThatThrownBy(() -> new RescaleLayer(layers.get(0), 0)).isInstanceOf(OnnxException.class);
  }

  @Test
  void residualSharedAndTappedLayersAreRefused() {
    RandomValues values = new RandomValues(5);
    GraphBuilder b = new GraphBuilder("refusals");
    String x = b.input("input", TensorType.floats(-1, 4));
    String stem = b.node("Relu", List.of(gemm(b, values, x, "stem")));
    String one = b.node("Relu", List.of(gemm(b, values, stem, "inner")));
    String two = gemm(b, values, one, "branch");
    String sum = b.node("Add", List.of(two, stem));
    String w = values.weights(b, "tied.weight", 4, 4, 4);
    String tied = b.node("Relu", List.of(b.node("Gemm", List.of(sum, w))));
    tied = b.node("Relu", List.of(b.node("Gemm", List.of(tied, w))));
    String tapped = gemm(b, values, tied, "tapped");
    String gate = b.node("Sigmoid", List.of(tapped));
    b.output(b.node("ReduceMax", List.of(gate)), TensorType.floats(1, 1));
    String end = gemm(b, values, b.node("Mul", List.of(tapped, gate)), "end");
    OnnxModel model = b.output(end, TensorType.floats(-1, 4)).build(13);
    Ort.run(model, Map.of("input", values.input(2, 4)));

    refusedToDrop(model, named(model, "inner"), "its input also goes to the node 'Add");
    refusedToDrop(model, named(model, "branch"), "merged with another tensor");
    refusedToDrop(model, named(model, "tied.weight"), "shared");
    refusedToDrop(model, named(model, "tapped"), "also used by the node 'ReduceMax");
    assertThatThrownBy(() -> new FoldLayers(named(model, "stem")).apply(model))
        .isInstanceOf(OnnxException.class)
        .hasMessageContaining("'stem'");
  }

  @Test
  void aConvolutionIsRefusedAndSoIsOneThatFollows() {
    RandomValues values = new RandomValues(5);
    GraphBuilder b = new GraphBuilder("convolution");
    String x = b.input("input", TensorType.floats(-1, 4));
    String y = b.node("Relu", List.of(gemm(b, values, x, "fc")));
    y = b.node("Reshape", List.of(y, b.longs("form", new long[] {4}, -1, 1, 2, 2)));
    y = b.node("Conv", List.of(y, values.weights(b, "conv.weight", 4, 1, 1, 2, 2)));
    OnnxModel model = b.output(y, TensorType.floats(-1, 1, 1, 1)).build(13);
    refusedToDrop(model, named(model, "conv"), "convolution");
    assertThatThrownBy(() -> new FoldLayers(named(model, "fc")).apply(model))
        .isInstanceOf(OnnxException.class)
        .hasMessageContaining("Reshape");
    OnnxModel dropped = new DropLayer(named(model, "fc")).apply(model);
    Ort.run(dropped, Map.of("input", values.input(2, 4)));
    assertThat(Layers.find(dropped)).extracting(Layer::name).containsExactly("conv");
  }

  @Test
  void theMetadataAndTheInterfaceStay() {
    OnnxModel model =
        Networks.of(Networks.Style.MATMUL, "Relu")
            .perceptron(Set.of(), Set.of(), 5, 5, 5, 3)
            .withMetadata(Map.of("entroscope.mean", "0.1"));
    OnnxModel edited = new DropLayer(Layers.find(model).get(1)).apply(model);
    assertThat(edited.metadata()).isEqualTo(model.metadata());
    assertThat(edited.graph().inputs()).isEqualTo(model.graph().inputs());
    assertThat(edited.graph().outputs()).isEqualTo(model.graph().outputs());
    assertThat(edited.size()).isLessThan(model.size());
    assertThat(OnnxModel.parse(edited.bytes()).proto()).isEqualTo(edited.proto());
  }

  @Test
  void whatIsUnusedIsRemovedOnce() {
    GraphBuilder b = new GraphBuilder("unused");
    String x = b.input("input", TensorType.floats(-1, 2));
    String dead = b.floats("dead", new long[] {1}, 1);
    b.node("Add", List.of(x, b.node("Relu", List.of(dead))));
    b.output(b.node("Relu", List.of(x)), TensorType.floats(-1, 2));
    OnnxModel model = b.build(13);
    OnnxModel clean = new RemoveUnused().apply(model);
    assertThat(clean.graph().nodes()).hasSize(1);
    assertThat(clean.graph().initializers()).isEmpty();
    assertThat(clean.graph().inputs()).isEqualTo(model.graph().inputs());
    assertThat(new RemoveUnused().apply(clean)).isSameAs(clean);
    Ort.run(clean, Map.of("input", Ort.Value.of(new long[] {1, 2}, 1, 2)));
  }

  private static String gemm(GraphBuilder b, RandomValues values, String x, String name) {
    return b.node("Gemm", List.of(x, values.weights(b, name + ".weight", 4, 4, 4)));
  }

  private static Layer named(OnnxModel model, String name) {
    return Layers.select(Layers.find(model), name).get(0);
  }

  private static void refusedToDrop(OnnxModel model, Layer layer, String reason) {
    assertThatThrownBy(() -> new DropLayer(layer).apply(model))
        .isInstanceOf(OnnxException.class)
        .hasMessageStartingWith("layer '" + layer.name() + "' cannot be dropped: ")
        .hasMessageContaining(reason)
        .hasMessageNotContaining("\n");
  }

  private static void assertSame(OnnxModel actual, OnnxModel expected, double tolerance) {
    Map<String, Ort.Value> input = Map.of("input", new RandomValues(21).input(BATCH, 9));
    float[] left = Ort.run(actual, input).get("logits").data();
    float[] right = Ort.run(expected, input).get("logits").data();
    double largest = 1;
    for (float value : right) {
      largest = Math.max(largest, Math.abs(value));
    }
    assertThat(left).containsExactly(right, within((float) (tolerance * largest)));
    // A network that gives nothing would agree with anything.
    assertThat(largest).isGreaterThan(0.1);
    assertThat(right).doesNotHaveDuplicates();
  }
}
