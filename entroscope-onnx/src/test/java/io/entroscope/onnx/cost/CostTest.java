package io.entroscope.onnx.cost;

import static org.assertj.core.api.Assertions.assertThat;

import io.entroscope.onnx.Attributes;
import io.entroscope.onnx.ElementType;
import io.entroscope.onnx.ExportedModelsTest;
import io.entroscope.onnx.GraphBuilder;
import io.entroscope.onnx.Networks;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.Ort;
import io.entroscope.onnx.RandomValues;
import io.entroscope.onnx.TensorType;
import io.entroscope.onnx.edit.DropLayer;
import io.entroscope.onnx.layer.Layers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CostTest {
  @Test
  void aPerceptronCostsItsWeights() {
    for (Networks.Style style : Networks.Style.values()) {
      OnnxModel model =
          new Networks(style, "Relu", true, ElementType.FLOAT)
              .perceptron(Set.of(), Set.of(), 9, 7, 7, 3);
      long weights = 9 * 7 + 7 * 7 + 7 * 3;
      assertThat(cost(model, 1, 9))
          .isEqualTo(new Cost(weights + 7 + 7 + 3 + 4 * 7, OptionalLong.of(weights)));
      OnnxModel dropped = new DropLayer(Layers.find(model).get(1)).apply(model);
      assertThat(cost(dropped, 1, 9))
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
    assertThat(cost(model, 1, 4)).isEqualTo(new Cost(16, OptionalLong.of(32)));
    assertThat(cost(model, 5, 4)).as("is told for one example").isEqualTo(cost(model, 1, 4));
  }

  @Test
  void whatIsNotKnownIsNotGuessed() {
    GraphBuilder b = new GraphBuilder("open");
    String x = b.input("input", TensorType.floats(-1, -1, 4));
    String w = new RandomValues(1).weights(b, "w", 4, 4, 3);
    String y = b.node("MatMul", List.of(x, w));
    OnnxModel model = b.output(y, TensorType.floats(-1, -1, 3)).build(13);
    Cost unknown = new Cost(12, OptionalLong.empty());
    assertThat(Cost.of(model, Map.of(), 1)).isEqualTo(unknown);
    assertThat(Cost.of(model, Map.of(x, new long[] {1, -1, 4}, y, new long[] {1, -1, 3}), 1))
        .isEqualTo(unknown);
    assertThat(cost(model, 1, 5, 4)).isEqualTo(new Cost(12, OptionalLong.of(60)));
  }

  @ParameterizedTest
  @CsvSource({
    "residual, 1500, 91680",
    "squeeze-excite, 399, 10168",
    "cnn-batchnorm, 1033, 38288",
    "transformer-encoder, 2339, 22608"
  })
  void exportedModelsCostWhatTheyDo(String file, long parameters, long multiplyAdds) {
    OnnxModel model = ExportedModelsTest.read(file);
    long[] shape =
        TensorType.of(model.graph().inputs().get(0))
            .flatMap(TensorType::shape)
            .orElseThrow()
            .stream()
            .mapToLong(Long::longValue)
            .toArray();
    shape[0] = 2;
    assertThat(cost(model, shape)).isEqualTo(new Cost(parameters, OptionalLong.of(multiplyAdds)));
  }

  @Test
  void groupsAndStridesOfConvolutionsCount() {
    GraphBuilder b = new GraphBuilder("windows");
    String x = b.input("input", TensorType.floats(-1, 4, 11, 8));
    RandomValues values = new RandomValues(1);
    String grouped =
        b.node(
            "Conv",
            List.of(x, values.weights(b, "w", 4, 6, 2, 3, 3)),
            Attributes.of("group", 2),
            Attributes.of("strides", new long[] {2, 2}),
            Attributes.of("pads", new long[] {1, 1, 1, 1}));
    String transposed = b.node("ConvTranspose", List.of(x, values.weights(b, "t", 4, 4, 3, 2, 2)));
    for (String tensor : List.of(grouped, transposed)) {
      b.output(tensor, new TensorType(ElementType.FLOAT, Optional.empty()));
    }
    long convolved = 6 * 6 * 4 * (2 * 9);
    long spread = 4 * 11 * 8 * (3 * 4);
    assertThat(cost(b.build(19), 1, 4, 11, 8).multiplyAdds()).hasValue(convolved + spread);
  }

  private static Cost cost(OnnxModel model, long... input) {
    return Ort.cost(model, Map.of("input", new RandomValues(1).input(input)));
  }
}
