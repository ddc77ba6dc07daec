package io.entroscope.onnx.cost;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.entroscope.onnx.Attributes;
import io.entroscope.onnx.ExportedModelsTest;
import io.entroscope.onnx.GraphBuilder;
import io.entroscope.onnx.Networks;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.Ort;
import io.entroscope.onnx.RandomValues;
import io.entroscope.onnx.TensorType;
import io.entroscope.onnx.edit.DropLayer;
import io.entroscope.onnx.internal.Constants;
import io.entroscope.onnx.internal.TensorTypes;
import io.entroscope.onnx.layer.Layers;
import io.entroscope.onnx.observe.ExposeTensors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CostTest {
  @Test
  void aPerceptronCostsItsWeights() {
    for (Networks.Style style : Networks.Style.values()) {
      OnnxModel model =
          new Networks(style, "Relu", true, DataType.FLOAT)
              .perceptron(Set.of(), Set.of(), 9, 7, 7, 3);
      long weights = 9 * 7 + 7 * 7 + 7 * 3;
      assertThat(Cost.of(model))
          .isEqualTo(new Cost(weights + 7 + 7 + 3 + 4 * 7, OptionalLong.of(weights)));
      Cost dropped = Cost.of(new DropLayer(Layers.find(model).get(1)).apply(model));
      assertThat(dropped)
          .isEqualTo(new Cost(weights - 49 + 7 + 3 + 2 * 7, OptionalLong.of(weights - 49)));
    }
  }

  @Test
  void aSharedWeightCountsOnceAndWorksTwice() {
    GraphBuilder b = new GraphBuilder("shared");
    String x = b.input("input", TensorType.floats(-1, 4));
    String w = new RandomValues(1).weights(b, "w", 4, 4, 4);
    String y = b.node("MatMul", List.of(b.node("MatMul", List.of(x, w)), w));
    OnnxModel model = b.output(y, TensorType.floats(-1, 4)).build(13);
    assertThat(Cost.of(model)).isEqualTo(new Cost(16, OptionalLong.of(32)));
  }

  @Test
  void openSizesAreAskedFor() {
    GraphBuilder b = new GraphBuilder("open");
    String x = b.input("input", TensorType.floats(-1, -1, 4));
    String w = new RandomValues(1).weights(b, "w", 4, 4, 3);
    OnnxModel model =
        b.output(b.node("MatMul", List.of(x, w)), TensorType.floats(-1, -1, 3)).build(13);
    assertThat(Cost.of(model)).isEqualTo(new Cost(12, OptionalLong.empty()));
    assertThat(Cost.of(model, Map.of("input", List.of(-1L, 5L, 4L))))
        .isEqualTo(new Cost(12, OptionalLong.of(60)));
  }

  @Test
  void whatIsBehindAnUnknownOperatorIsNotGuessed() {
    GraphBuilder b = new GraphBuilder("unknown");
    String x = b.input("input", TensorType.floats(-1, 4));
    String y = b.node("Compress", List.of(x, b.node("Cast", List.of(x), Attributes.of("to", 9))));
    String w = new RandomValues(1).weights(b, "w", 4, 4, 3);
    OnnxModel model = b.output(b.node("MatMul", List.of(y, w)), TensorType.floats(-1, 3)).build(13);
    assertThat(Cost.of(model).multiplyAdds()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"residual", "squeeze-excite", "cnn-batchnorm", "transformer-encoder"})
  void exportedModelsHaveKnownShapes(String file) {
    OnnxModel model = ExportedModelsTest.read(file);
    long[] shape =
        TensorType.of(model.graph().inputs().get(0))
            .flatMap(TensorType::shape)
            .orElseThrow()
            .stream()
            .mapToLong(Long::longValue)
            .toArray();
    shape[0] = 1;
    checkShapes(model, Map.of("input", new RandomValues(1).input(shape)));
    assertThat(Cost.of(model).multiplyAdds()).isPresent();
  }

  static Stream<Arguments> windows() {
    List<Arguments> cases = new ArrayList<>();
    for (long stride : new long[] {1, 2, 3}) {
      for (long kernel : new long[] {1, 2, 3}) {
        for (String auto : List.of("NOTSET", "SAME_UPPER", "SAME_LOWER", "VALID")) {
          for (boolean ceil : new boolean[] {false, true}) {
            cases.add(Arguments.of(stride, kernel, auto, ceil));
          }
        }
      }
    }
    return cases.stream();
  }

  @ParameterizedTest
  @MethodSource("windows")
  void windowsLeaveTheShapesOfOnnxRuntime(long stride, long kernel, String auto, boolean ceil) {
    GraphBuilder b = new GraphBuilder("windows");
    String x = b.input("input", TensorType.floats(-1, 4, 11, 8));
    List<AttributeProto> common = new ArrayList<>();
    common.add(Attributes.of("kernel_shape", new long[] {kernel, kernel}));
    common.add(Attributes.of("strides", new long[] {stride, stride}));
    common.add(Attributes.of("auto_pad", auto));
    if (auto.equals("NOTSET") && kernel > 1) {
      common.add(Attributes.of("pads", new long[] {1, 0, 1, 1}));
    }
    RandomValues values = new RandomValues(1);
    AttributeProto[] plain = common.toArray(AttributeProto[]::new);
    String w = values.weights(b, "w", 4, 6, 4, kernel, kernel);
    open(b, b.node("Conv", List.of(x, w), plain));
    String t = values.weights(b, "t", 4, 4, 3, kernel, kernel);
    open(b, b.node("ConvTranspose", List.of(x, t), plain));
    common.add(Attributes.of("ceil_mode", ceil ? 1 : 0));
    open(b, b.node("MaxPool", List.of(x), common.toArray(AttributeProto[]::new)));
    open(b, b.node("AveragePool", List.of(x), common.toArray(AttributeProto[]::new)));
    checkShapes(b.build(19), Map.of("input", values.input(1, 4, 11, 8)));
  }

  @Test
  void formsAreThoseOfOnnxRuntime() {
    GraphBuilder b = new GraphBuilder("forms");
    String x = b.input("input", TensorType.floats(-1, 4, 6));
    open(b, b.node("Transpose", List.of(x)));
    open(b, b.node("Flatten", List.of(x), Attributes.of("axis", 2)));
    open(b, b.node("ReduceMean", List.of(x), Attributes.of("axes", new long[] {-1})));
    open(b, b.node("ReduceMax", List.of(x), Attributes.of("keepdims", 0)));
    open(b, b.node("Concat", List.of(x, x), Attributes.of("axis", -1)));
    open(b, b.node("Unsqueeze", List.of(x, b.longs("u", new long[] {2}, 0, -1))));
    open(b, b.node("Gather", List.of(x, b.longs("g", new long[0], 0)), Attributes.of("axis", 1)));
    open(
        b,
        b.node(
            "Softmax",
            List.of(b.node("Add", List.of(x, b.floats("c", new long[] {4, 1}, 1, 2, 3, 4))))));
    b.step("Split").inputs(x).attribute(Attributes.of("axis", 2)).outputs("s1", "s2").add();
    open(b, "s1");
    open(b, "s2");
    String size = b.node("Shape", List.of(x));
    String batch = b.node("Gather", List.of(size, b.longs("zero", new long[] {1}, 0)));
    String rest =
        b.node(
            "Slice",
            List.of(size, b.longs("from", new long[] {1}, 1), b.longs("to", new long[] {1}, 9)));
    String parts = b.node("Mul", List.of(rest, b.longs("two", new long[] {1}, 1)));
    open(
        b,
        b.node(
            "Reshape",
            List.of(
                x,
                b.node(
                    "Concat",
                    List.of(batch, b.longs("open", new long[] {1}, -1)),
                    Attributes.of("axis", 0)))));
    open(
        b,
        b.node(
            "Reshape",
            List.of(x, b.node("Concat", List.of(batch, parts), Attributes.of("axis", 0)))));
    checkShapes(b.build(13), Map.of("input", new RandomValues(1).input(1, 4, 6)));
  }

  private static void open(GraphBuilder b, String tensor) {
    b.output(tensor, new TensorType(DataType.FLOAT, Optional.empty()));
  }

  /** Runs the model with every float tensor an output and holds all shapes against ours. */
  private static void checkShapes(OnnxModel model, Map<String, Ort.Value> inputs) {
    Map<String, long[]> given = new LinkedHashMap<>();
    inputs.forEach((name, value) -> given.put(name, value.shape()));
    ShapeFinder ours = new ShapeFinder(model, given);
    TensorTypes types = new TensorTypes(model.graph());
    Constants constants = new Constants(model);
    List<String> tensors =
        model.graph().nodes().stream()
            .map(NodeProto::getOutputList)
            .flatMap(List::stream)
            .filter(name -> types.find(name).filter(type -> type == DataType.FLOAT).isPresent())
            .filter(name -> constants.find(name).isEmpty())
            .toList();
    assertThat(tensors).isNotEmpty();
    Map<String, Ort.Value> theirs = Ort.run(new ExposeTensors(tensors).apply(model), inputs);
    for (String tensor : tensors) {
      assertThat(ours.find(tensor))
          .as(tensor)
          .hasValueSatisfying(shape -> assertThat(shape).isEqualTo(theirs.get(tensor).shape()));
    }
  }
}
