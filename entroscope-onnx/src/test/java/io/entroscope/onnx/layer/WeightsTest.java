package io.entroscope.onnx.layer;

import static org.assertj.core.api.Assertions.assertThat;

import io.entroscope.onnx.ElementType;
import io.entroscope.onnx.GraphBuilder;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.TensorType;
import io.entroscope.onnx.Tensors;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WeightsTest {
  @ParameterizedTest
  @EnumSource(names = {"FLOAT", "DOUBLE", "FLOAT16", "BFLOAT16"})
  void aWeightThatIsNotFiniteIsNamed(ElementType type) {
    for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      OnnxModel model = model(type, new double[] {1, 2, 3, 4, bad, 6}, new double[] {1, 2});
      assertThat(Weights.firstNonFinite(FoundLayers.of(model)))
          .contains(new NonFiniteWeight("w", 4, bad));
      OnnxModel other = model(type, new double[6], new double[] {0, bad});
      assertThat(Weights.firstNonFinite(FoundLayers.of(other)))
          .contains(new NonFiniteWeight("b", 1, bad));
    }
    assertThat(Weights.firstNonFinite(FoundLayers.of(model(type, new double[6], new double[2]))))
        .isEmpty();
  }

  @Test
  void minusInfinityMayMaskButNotANumberMayNot() {
    assertThat(Weights.firstNonFinite(FoundLayers.of(masked(Float.NEGATIVE_INFINITY)))).isEmpty();
    assertThat(Weights.firstNonFinite(FoundLayers.of(masked(Float.NaN))))
        .map(NonFiniteWeight::initializer)
        .contains("mask");
  }

  private static OnnxModel masked(float value) {
    GraphBuilder b = new GraphBuilder("masked");
    String x = b.input("input", TensorType.floats(-1, 2));
    String zero = b.floats("zero", new long[0], 0);
    String mask = b.floats("mask", new long[0], value);
    String kept = b.node("Where", List.of(b.node("Greater", List.of(x, zero)), x, mask));
    return b.output(b.node("Softmax", List.of(kept)), TensorType.floats(-1, 2)).build(13);
  }

  private static OnnxModel model(ElementType type, double[] weights, double[] bias) {
    GraphBuilder b = new GraphBuilder("weights");
    String x = b.input("input", TensorType.of(type, -1, 3));
    String w = b.initializer(Tensors.of("w", type, new long[] {3, 2}, weights));
    String c = b.initializer(Tensors.of("b", type, new long[] {2}, bias));
    String y = b.node("Add", List.of(b.node("MatMul", List.of(x, w)), c));
    return b.output(y, TensorType.of(type, -1, 2)).build(13);
  }
}
