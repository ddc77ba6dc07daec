package io.entroscope.onnx.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.entroscope.onnx.Attributes;
import io.entroscope.onnx.ElementType;
import io.entroscope.onnx.GraphBuilder;
import io.entroscope.onnx.OnnxException;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.Ort;
import io.entroscope.onnx.RandomValues;
import io.entroscope.onnx.TensorType;
import io.entroscope.onnx.Tensors;
import io.entroscope.onnx.TensorsOfBytes;
import io.entroscope.onnx.internal.Nodes;
import io.entroscope.onnx.observe.Reduction;
import io.entroscope.onnx.observe.TapPoint;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Layers are found whatever way their weights reach the node. */
class LayersTest {
  private final RandomValues values = new RandomValues(17);

  @Test
  void gemmWithAndWithoutTransposedWeights() {
    expect(4, 3, b -> gemm(b, weight(b, 4, 3)));
    expect(4, 3, b -> gemm(b, weight(b, 3, 4), Attributes.of("transB", 1)));
  }

  @Test
  void matMulWithItsBiasOnEitherSide() {
    expect(4, 3, b -> b.node("MatMul", List.of("input", weight(b, 4, 3))));
    for (boolean left : new boolean[] {true, false}) {
      Layer layer =
          expect(
              4,
              3,
              b -> {
                String y = b.node("MatMul", List.of("input", weight(b, 4, 3)));
                String bias = values.bias(b, "fc.bias", 3);
                return b.step("Add").inputs(left ? bias : y, left ? y : bias).outputs("sum").add();
              });
      assertThat(layer.output()).isEqualTo("sum");
      assertThat(layer.parameters()).isEqualTo(15);
    }
  }

  @Test
  void weightsBehindOtherNodes() {
    expect(4, 3, b -> product(b, b.node("Identity", List.of(weight(b, 4, 3)))));
    expect(4, 3, b -> product(b, b.node("Transpose", List.of(weight(b, 3, 4)))));
    expect(
        4,
        3,
        b ->
            product(
                b,
                b.node(
                    "Transpose",
                    List.of(weight(b, 3, 4)),
                    Attributes.of("perm", new long[] {1, 0}))));
    expect(
        4,
        3,
        b -> {
          String half =
              b.initializer(
                  Tensors.of("fc.weight", ElementType.FLOAT16, new long[] {4, 3}, new double[12]));
          return product(b, b.node("Cast", List.of(half), Attributes.of("to", 1)));
        });
    expect(
        4,
        3,
        b -> {
          String shape = b.longs("shape", new long[] {2}, 4, -1);
          return product(b, b.node("Reshape", List.of(weight(b, 2, 2, 3), shape)));
        });
    expect(
        4,
        3,
        b -> {
          String axes = b.longs("axes", new long[] {1}, 0);
          return product(b, b.node("Squeeze", List.of(weight(b, 1, 4, 3), axes)));
        });
    expect(
        4,
        3,
        b ->
            product(
                b,
                b.node(
                    "Constant",
                    List.of(),
                    Attributes.of(
                        "value", Tensors.ofFloats("", new long[] {4, 3}, new float[12])))));
    expect(4, 3, b -> product(b, quantized(b)));
  }

  @Test
  void nodesOfOnnxRuntime() {
    expect(
        4,
        3,
        b ->
            b.step("FusedMatMul")
                .domain(Nodes.MICROSOFT)
                .inputs("input", weight(b, 3, 4))
                .attribute(Attributes.of("transB", 1))
                .add());
    Layer fused =
        expect(
            4,
            3,
            b ->
                b.step("FusedGemm")
                    .domain(Nodes.MICROSOFT)
                    .inputs("input", weight(b, 4, 3), values.bias(b, "fc.bias", 3))
                    .attribute(Attributes.of("activation", "Relu"))
                    .outputs("fused")
                    .add());
    assertThat(fused.preactivation()).isEmpty();
    assertThat(fused.activation()).contains(new Activation("Relu", "fused"));
    assertThat(fused.output()).isEqualTo("fused");
    assertThatThrownBy(() -> new TapPoint(fused, Position.PREACTIVATION, Reduction.none()))
        .isInstanceOf(OnnxException.class)
        .hasMessageContaining("fused");
  }

  @Test
  void aBiasInsideTheActivationsNodeHidesWhatIsBeforeIt() {
    GraphBuilder b = start();
    String y = product(b, weight(b, 4, 3));
    String gelu =
        b.step("BiasGelu")
            .domain(Nodes.MICROSOFT)
            .inputs(y, values.bias(b, "fc.bias", 3))
            .outputs("gelu")
            .add();
    Layer layer = Layers.find(closed(b, gelu, 3)).get(0);
    assertThat(layer.preactivation()).isEmpty();
    assertThat(layer.activation()).contains(new Activation("Gelu", "gelu"));
  }

  @Test
  void aQuantizedProductIsALayer() {
    GraphBuilder b = start();
    b.step("DynamicQuantizeLinear").inputs("input").outputs("q", "scale", "zero").add();
    String w =
        b.initializer(TensorsOfBytes.of("fc.weight_quantized", new long[] {4, 3}, new byte[12]));
    String y = b.node("MatMulInteger", List.of("q", w, "zero"));
    String cast = b.node("Cast", List.of(y), Attributes.of("to", 1));
    String scale = b.node("Mul", List.of("scale", b.floats("fc.scale", new long[0], 0.1f)));
    String scaled = b.node("Mul", List.of(cast, scale));
    b.step("Add").inputs(values.bias(b, "fc.bias", 3), scaled).outputs("sum").add();
    Layer layer = Layers.find(closed(b, b.node("Relu", List.of("sum")), 3)).get(0);
    assertThat(layer.name()).isEqualTo("fc");
    assertThat(layer.preactivation()).contains("sum");
    assertThat(layer.activation().map(Activation::name)).contains("Relu");
  }

  @Test
  void quantizedOperatorsAreReadBehindTheirScale() {
    GraphBuilder b = start();
    String scale = b.floats("s", new long[0], 0.1f);
    String zero = b.initializer(TensorsOfBytes.of("z", new long[0], new byte[1]));
    String q = b.node("QuantizeLinear", List.of("input", scale, zero));
    String w = b.initializer(TensorsOfBytes.of("w", new long[] {4, 3}, new byte[12]));
    String y = b.node("QLinearMatMul", List.of(q, scale, zero, w, scale, zero, scale, zero));
    OnnxModel model =
        b.output(b.node("DequantizeLinear", List.of(y, scale, zero)), TensorType.floats(-1, 3))
            .build(13);
    Ort.run(model, Map.of("input", values.input(2, 4)));
    assertThat(Layers.find(model))
        .extracting(Layer::units, Layer::inputs, Layer::output)
        .containsExactly(tuple(3, 4, model.graph().outputs().get(0).getName()));
  }

  @Test
  void aProductOfTwoActivationsIsNoLayer() {
    GraphBuilder b = start();
    String y = product(b, weight(b, 4, 3));
    String t = b.node("Transpose", List.of(y));
    OnnxModel model =
        b.output(b.node("MatMul", List.of(y, t)), TensorType.floats(-1, -1)).build(13);
    Ort.run(model, Map.of("input", values.input(2, 4)));
    assertThat(Layers.find(model)).hasSize(1);
  }

  @Test
  void batchNormalizationAndStepsOfFormComeBeforeTheActivation() {
    GraphBuilder b = start();
    String y = b.node("Dropout", List.of(product(b, weight(b, 4, 3))));
    y = b.node("Identity", List.of(y));
    String[] vectors = new String[4];
    for (int i = 0; i < 4; i++) {
      vectors[i] = b.floats("norm" + i, new long[] {3}, 1, 2, 3);
    }
    y =
        b.step("BatchNormalization")
            .inputs(y, vectors[0], vectors[1], vectors[2], vectors[3])
            .outputs("normal")
            .add();
    y = b.node("Reshape", List.of(y, b.longs("form", new long[] {3}, -1, 1, 3)));
    Layer layer = Layers.find(closed(b, b.node("Tanh", List.of(y)), 3)).get(0);
    assertThat(layer.preactivation()).contains(y);
    assertThat(layer.activation().map(Activation::name)).contains("Tanh");
    assertThat(layer.parameters()).isEqualTo(12 + 6);
  }

  @Test
  void denseLayersOfKerasOverTokens() {
    // tf2onnx writes Dense on [B, T, C] as Reshape, MatMul, Reshape (its form put together), Add.
    GraphBuilder b = new GraphBuilder("keras");
    String x = b.input("input", TensorType.floats(-1, 5, 4));
    String path = "StatefulPartitionedCall/model/dense_1/";
    String flat =
        b.node("Reshape", List.of(x, b.longs("const_fold_opt__7", new long[] {2}, -1, 4)));
    String kernel = values.weights(b, path + "Tensordot/ReadVariableOp:0", 4, 4, 3);
    String y =
        b.step("MatMul")
            .named(path + "Tensordot/MatMul")
            .inputs(flat, kernel)
            .outputs(path + "Tensordot/MatMul:0")
            .add();
    String size =
        b.node(
            "Slice",
            List.of(
                b.node("Shape", List.of(x)),
                b.longs("from", new long[] {1}, 0),
                b.longs("to", new long[] {1}, 2)));
    String three = b.longs("const_fold_opt__9", new long[] {1}, 3);
    String form = b.node("Concat", List.of(size, three), Attributes.of("axis", 0));
    y = b.node("Reshape", List.of(y, form));
    String bias = values.bias(b, path + "BiasAdd/ReadVariableOp:0", 3);
    y = b.step("Add").inputs(y, bias).outputs(path + "BiasAdd:0").add();
    y = b.step("Relu").inputs(y).outputs(path + "Relu:0").add();
    String last =
        values.weights(b, "StatefulPartitionedCall/model/dense_2/MatMul/ReadVariableOp:0", 3, 3, 2);
    String pooled = b.node("ReduceMean", List.of(y), Attributes.of("axes", new long[] {1}));
    pooled = b.node("Reshape", List.of(pooled, b.longs("end", new long[] {2}, -1, 3)));
    String scores =
        b.step("MatMul").named("model/dense_2/MatMul").inputs(pooled, last).outputs("probs").add();
    OnnxModel model =
        b.output(b.node("Softmax", List.of(scores)), TensorType.floats(-1, 2)).build(13);
    Ort.run(model, Map.of("input", values.input(2, 5, 4)));

    List<Layer> layers = Layers.find(model);
    assertThat(layers).extracting(Layer::name).containsExactly("dense_1", "dense_2");
    assertThat(layers.get(0).preactivation()).contains(path + "BiasAdd:0");
    assertThat(layers.get(0).output()).isEqualTo(path + "Relu:0");
    assertThat(layers.get(1).output()).isEqualTo("probs");
  }

  @Test
  void convolutionsOfEveryKind() {
    GraphBuilder b = new GraphBuilder("conv");
    String x = b.input("input", TensorType.floats(-1, 4, 8));
    String y =
        b.node(
            "Conv",
            List.of(x, values.weights(b, "body.conv_a.weight", 6, 6, 2, 3)),
            Attributes.of("group", 2));
    String wide = values.weights(b, "body.conv_b.weight", 4, 6, 2, 2);
    y =
        b.node(
            "ConvTranspose", List.of(b.node("Relu", List.of(y)), wide), Attributes.of("group", 2));
    String shift = b.floats("shift", new long[] {4, 1}, 1, 2, 3, 4);
    y = b.step("Add").inputs(y, shift).outputs("shifted").add();
    b.output(b.node("Relu", List.of(y)), TensorType.floats(-1, 4, -1));
    OnnxModel model = b.build(13);
    Ort.run(model, Map.of("input", values.input(2, 4, 8)));

    assertThat(Layers.find(model))
        .extracting(Layer::name, Layer::kind, Layer::units, Layer::inputs, Layer::parameters)
        .containsExactly(
            tuple("conv_a", LayerKind.CONVOLUTION, 6, 6, 36L),
            tuple("conv_b", LayerKind.CONVOLUTION, 4, 6, 28L));
    assertThat(Layers.find(model).get(1).preactivation()).contains("shifted");
  }

  @Test
  void channelsMayMoveToTheLastAxis() {
    GraphBuilder b = new GraphBuilder("nhwc");
    String x = b.input("input", TensorType.floats(-1, 3, 6, 6));
    String y = b.node("Conv", List.of(x, values.weights(b, "c.weight", 27, 5, 3, 3, 3)));
    y = b.node("Transpose", List.of(y), Attributes.of("perm", new long[] {0, 2, 3, 1}));
    y = b.step("Add").inputs(y, values.bias(b, "c.bias", 5)).outputs("biased").add();
    b.output(b.node("Relu", List.of(y)), TensorType.floats(-1, 4, 4, 5));
    Layer layer = Layers.find(b.build(13)).get(0);
    assertThat(layer.preactivation()).contains("biased");
    assertThat(layer.unitAxis()).isEqualTo(-1);
    assertThat(Reduction.of(layer, 4)).isEqualTo(Reduction.mean(1, 2));
  }

  @Test
  void sharedWeightsAreTwoLayers() {
    GraphBuilder b = start();
    String w = values.weights(b, "tied.weight", 4, 4, 4);
    String y = b.node("Relu", List.of(b.node("MatMul", List.of("input", w))));
    OnnxModel model = b.output(b.node("MatMul", List.of(y, w)), TensorType.floats(-1, 4)).build(13);
    assertThat(Layers.find(model)).extracting(Layer::name).containsExactly("fc1", "fc2");
    assertThat(Layers.select(Layers.find(model), "tied.weight")).hasSize(2);
  }

  @Test
  void layersWithoutNamesAreNumberedAndNamesAreUnique() {
    GraphBuilder b = start();
    String y = "input";
    for (String name : List.of("onnx::MatMul_12", "fc3.weight", "W", "block.fc3.weight")) {
      y = b.step("MatMul").unnamed().inputs(y, values.weights(b, name, 4, 4, 4)).add();
      y = b.step("Relu").unnamed().inputs(y).add();
    }
    OnnxModel model = b.output(y, TensorType.floats(-1, 4)).build(13);
    assertThat(Layers.find(model))
        .extracting(Layer::name)
        .containsExactly("fc1", "fc3", "fc3_2", "block.fc3");
    assertThat(Layers.find(model).get(0).node()).isEqualTo("MatMul_output_0");
  }

  @Test
  void aModelOfOneLayerThatHasAReluAtTheEndIsObservedBeforeIt() {
    GraphBuilder b = start();
    b.step("Gemm").inputs("input", weight(b, 4, 3)).outputs("logits").add();
    OnnxModel model =
        b.output(b.node("Sigmoid", List.of("logits")), TensorType.floats(-1, 3)).build(13);
    Layer layer = Layers.find(model).get(0);
    assertThat(layer.last()).isTrue();
    assertThat(layer.output()).isEqualTo("logits");
  }

  @Test
  void depthCountsTheLongestWay() {
    GraphBuilder b = start();
    String skip = b.node("MatMul", List.of("input", values.weights(b, "skip.weight", 4, 4, 4)));
    String one = b.node("MatMul", List.of("input", values.weights(b, "one.weight", 4, 4, 4)));
    String two = b.node("MatMul", List.of(one, values.weights(b, "two.weight", 4, 4, 4)));
    String late = b.node("MatMul", List.of("input", values.weights(b, "late.weight", 4, 4, 4)));
    String sum = b.node("Sum", List.of(skip, two, late));
    String end = b.node("MatMul", List.of(sum, values.weights(b, "end.weight", 4, 4, 4)));
    List<Layer> layers = Layers.find(b.output(end, TensorType.floats(-1, 4)).build(13));
    assertThat(layers).extracting(Layer::name).containsExactly("skip", "one", "late", "two", "end");
    assertThat(layers).filteredOn(Layer::last).extracting(Layer::name).containsExactly("end");
  }

  @Test
  void anEquationMayBeALayer() {
    for (String equation : List.of("bi,io->bo", "...i,io->...o", "bi , ij -> bj")) {
      expect(
          4,
          3,
          b ->
              b.node(
                  "Einsum",
                  List.of("input", weight(b, 4, 3)),
                  Attributes.of("equation", equation)));
    }
    GraphBuilder b = start();
    String y =
        b.node("Einsum", List.of("input", weight(b, 3, 4)), Attributes.of("equation", "bi,oi->bo"));
    assertThat(Layers.find(closed(b, y, 3))).hasSize(2);
    GraphBuilder other = start();
    y =
        other.node(
            "Einsum",
            List.of("input", weight(other, 4, 3)),
            Attributes.of("equation", "bi,io->ob"));
    y = other.node("Transpose", List.of(y));
    assertThat(Layers.find(closed(other, y, 3))).hasSize(1);
  }

  @Test
  void perceptronsOfScikitLearn() {
    GraphBuilder b = new GraphBuilder("sklearn").domain("ai.onnx.ml", 1);
    String x = b.input("X", TensorType.of(ElementType.DOUBLE, -1, 4));
    x = b.node("Cast", List.of(x), Attributes.of("to", 1));
    for (String number : List.of("", "1")) {
      int units = number.isEmpty() ? 6 : 3;
      String w = values.weights(b, "coefficient" + number, 4, number.isEmpty() ? 4 : 6, units);
      String product = b.step("MatMul").named("MatMul" + number).inputs(x, w).add();
      String bias = b.floats("intercepts" + number, new long[] {1, units}, new float[units]);
      x = b.step("Add").named("Add" + number).inputs(product, bias).add();
      x = b.node(number.isEmpty() ? "Relu" : "Softmax", List.of(x));
    }
    List<Layer> layers = Layers.find(b.output(x, TensorType.floats(-1, 3)).build(13));
    assertThat(layers)
        .extracting(Layer::name, Layer::units, Layer::parameters, Layer::last)
        .containsExactly(tuple("fc1", 6, 30L, false), tuple("fc2", 3, 21L, true));
    assertThat(layers.get(0).activation().map(Activation::name)).contains("Relu");
  }

  /** Builds a model around a first layer, runs it, and gives that layer. */
  private Layer expect(int inputs, int units, Function<GraphBuilder, String> layer) {
    GraphBuilder b = start();
    String y = layer.apply(b);
    OnnxModel model = closed(b, y, units);
    List<Layer> layers = Layers.find(model);
    assertThat(layers).hasSize(2);
    Layer found = layers.get(0);
    assertThat(found.kind()).isEqualTo(LayerKind.FULLY_CONNECTED);
    assertThat(found.inputs()).isEqualTo(inputs);
    assertThat(found.units()).isEqualTo(units);
    assertThat(found.input()).isEqualTo("input");
    assertThat(found.output()).isEqualTo(y);
    assertThat(found.last()).isFalse();
    return found;
  }

  private static GraphBuilder start() {
    GraphBuilder b = new GraphBuilder("layers").domain(Nodes.MICROSOFT, 1);
    b.input("input", TensorType.floats(-1, 4));
    return b;
  }

  /** The graph with one more layer at its end; it has run. */
  private OnnxModel closed(GraphBuilder b, String y, int units) {
    String end = b.node("MatMul", List.of(y, values.weights(b, "end.weight", units, units, 2)));
    TensorType open = new TensorType(ElementType.FLOAT, Optional.empty());
    OnnxModel model = b.output(end, open).build(13);
    Ort.run(model, Map.of("input", values.input(2, 4)));
    return model;
  }

  private String weight(GraphBuilder b, long... shape) {
    return values.weights(b, "fc.weight", 4, shape);
  }

  private static String product(GraphBuilder b, String weight) {
    return b.node("MatMul", List.of("input", weight));
  }

  private String gemm(
      GraphBuilder b, String weight, io.entroscope.onnx.proto.AttributeProto... attributes) {
    return b.node("Gemm", List.of("input", weight, values.bias(b, "fc.bias", 3)), attributes);
  }

  private static String quantized(GraphBuilder b) {
    String w = b.initializer(TensorsOfBytes.of("w_q", new long[] {4, 3}, new byte[12]));
    String scale = b.floats("w_scale", new long[] {3}, 1, 2, 3);
    String zero = b.initializer(TensorsOfBytes.of("w_zero", new long[] {3}, new byte[3]));
    return b.node("DequantizeLinear", List.of(w, scale, zero), Attributes.of("axis", 1));
  }
}
