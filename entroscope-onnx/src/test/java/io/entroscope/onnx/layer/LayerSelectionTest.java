package io.entroscope.onnx.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entroscope.onnx.GraphBuilder;
import io.entroscope.onnx.OnnxException;
import io.entroscope.onnx.RandomValues;
import io.entroscope.onnx.TensorType;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Layers that were found are chosen by kinds and names. */
class LayerSelectionTest {
  private final RandomValues values = new RandomValues(17);

  @Test
  void layersAreSelectedByKindNameNodeTensorOrWeight() {
    GraphBuilder b = new GraphBuilder("mixed");
    String x = b.input("input", TensorType.floats(-1, 1, 4, 4));
    String y = b.node("Conv", List.of(x, values.weights(b, "conv1.weight", 9, 2, 1, 3, 3)));
    y = b.node("Flatten", List.of(b.node("Relu", List.of(y))));
    y =
        b.step("Gemm")
            .named("/net/fc1/Gemm")
            .inputs(y, values.weights(b, "fc1.weight", 8, 8, 5))
            .outputs("hidden")
            .add();
    y = b.step("Relu").named("/net/relu").inputs(y).outputs("active").add();
    y = b.node("Gemm", List.of(y, values.weights(b, "fc2.weight", 5, 5, 3)));
    List<Layer> layers = Layers.find(b.output(y, TensorType.floats(-1, 3)).build(13));

    assertThat(names(layers, "fc")).containsExactly("fc1", "fc2");
    assertThat(names(layers, "conv")).containsExactly("conv1");
    assertThat(names(layers, "all")).containsExactly("conv1", "fc1", "fc2");
    assertThat(names(layers, "fc2, conv ,fc2")).containsExactly("conv1", "fc2");
    for (String alias :
        List.of("fc1", "/net/fc1/Gemm", "hidden", "active", "/net/relu", "fc1.weight")) {
      assertThat(names(layers, alias)).as(alias).containsExactly("fc1");
    }
    assertThatThrownBy(() -> Layers.select(layers, "fcl"))
        .isInstanceOf(OnnxException.class)
        .hasMessageContaining("'fcl'")
        .hasMessageContaining("fc1, fc2");
    assertThatThrownBy(() -> Layers.select(layers, " , ")).isInstanceOf(OnnxException.class);
  }

  @Test
  void aKindIsMeantEvenWhereALayerHasItsName() {
    GraphBuilder b = new GraphBuilder("named");
    String x = b.input("input", TensorType.floats(-1, 4));
    String y = b.node("Gemm", List.of(x, values.weights(b, "fc.weight", 4, 4, 4)));
    y =
        b.step("Gemm")
            .named("/fc2/Gemm")
            .inputs(b.node("Relu", List.of(y)), values.weights(b, "fc2.weight", 4, 4, 4))
            .add();
    List<Layer> layers = Layers.find(b.output(y, TensorType.floats(-1, 4)).build(13));
    assertThat(names(layers, "fc")).containsExactly("fc", "fc2");
    assertThat(names(layers, "fc.weight")).containsExactly("fc");
  }

  @Test
  void aKindThatTheModelLacksIsRefused() {
    GraphBuilder b = new GraphBuilder("conv");
    String x = b.input("input", TensorType.floats(-1, 1, 4, 4));
    String y = b.node("Conv", List.of(x, values.weights(b, "conv1.weight", 9, 2, 1, 3, 3)));
    List<Layer> convolutions = Layers.find(b.output(y, TensorType.floats(-1, 2, 2, 2)).build(13));
    assertThatThrownBy(() -> Layers.select(convolutions, "fc"))
        .isInstanceOf(OnnxException.class)
        .hasMessageContaining("no fully connected layers")
        .hasMessageContaining("conv1");
    assertThatThrownBy(() -> Layers.select(List.of(), "fc"))
        .isInstanceOf(OnnxException.class)
        .hasMessageContaining("nothing to observe");
    assertThatThrownBy(() -> Layers.select(List.of(), "fc1")).isInstanceOf(OnnxException.class);
  }

  private static List<String> names(List<Layer> layers, String expression) {
    return Layers.select(layers, expression).stream().map(Layer::name).toList();
  }
}
