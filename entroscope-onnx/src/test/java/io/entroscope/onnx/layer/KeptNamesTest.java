package io.entroscope.onnx.layer;

import static org.assertj.core.api.Assertions.assertThat;

import io.entroscope.onnx.Attributes;
import io.entroscope.onnx.GraphBuilder;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.TensorType;
import io.entroscope.onnx.edit.DropLayer;
import io.entroscope.onnx.edit.FoldLayers;
import io.entroscope.onnx.edit.LayerEdit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A layer has one name before and after an edit, whatever its exporter called it. */
class KeptNamesTest {
  private static final int WIDTH = 3;

  private static OnnxModel model(int layers, String weights) {
    GraphBuilder graph = new GraphBuilder("net");
    String tensor = graph.input("x", TensorType.floats(-1, WIDTH));
    for (int l = 0; l < layers; l++) {
      float[] values = new float[WIDTH * WIDTH];
      values[l % values.length] = 1;
      String weight = graph.floats(weights.replace("N", "" + l), new long[] {WIDTH, WIDTH}, values);
      tensor = graph.node("Gemm", List.of(tensor, weight), Attributes.of("transB", 1L));
      tensor = l < layers - 1 ? graph.node("Relu", List.of(tensor)) : tensor;
    }
    return graph.output(tensor, TensorType.floats(-1, WIDTH)).build(13);
  }

  private static OnnxModel without(OnnxModel model, String name) {
    FoundLayers before = FoundLayers.of(model);
    LayerEdit edit = new DropLayer(Layers.select(before.layers(), name).get(0));
    return KeptNames.keep(before, FoundLayers.of(edit.apply(before)));
  }

  private static List<String> names(OnnxModel model) {
    return Layers.find(model).stream().map(Layer::name).toList();
  }

  @Test
  void layersThatAreCountedKeepTheirNumbers() {
    OnnxModel model = model(5, "onnx::MatMul_N");
    assertThat(names(model)).containsExactly("fc1", "fc2", "fc3", "fc4", "fc5");

    OnnxModel fewer = without(model, "fc2");
    assertThat(names(fewer)).containsExactly("fc1", "fc3", "fc4", "fc5");
    assertThat(names(without(fewer, "fc4"))).containsExactly("fc1", "fc3", "fc5");

    FoundLayers found = FoundLayers.of(model);
    OnnxModel folded = new FoldLayers(found.layers().get(0)).apply(model);
    assertThat(names(KeptNames.keep(found, FoundLayers.of(folded))))
        .containsExactly("fc2", "fc3", "fc4", "fc5");
  }

  @Test
  void namesThatStayAnywayNeedNoNote() {
    OnnxModel model = model(4, "layerN.weight");
    OnnxModel fewer = without(model, "layer1");

    assertThat(names(fewer)).containsExactly("layer0", "layer2", "layer3");
    assertThat(fewer.metadata()).isEmpty();
  }

  @Test
  void namesOfNodesThatAreNoLongerThereAreForgotten() {
    OnnxModel noted = without(model(4, "onnx::MatMul_N"), "fc1");
    OnnxModel other =
        model(2, "onnx::Gemm_N")
            .withMetadata(
                Map.of(
                    KeptNames.PROPERTY, noted.metadata().get(KeptNames.PROPERTY) + "\nfc7=gone"));

    assertThat(names(other)).doesNotContain("fc7").doesNotHaveDuplicates().hasSize(2);
  }

  @Test
  void aKeptNameIsGivenOnce() {
    OnnxModel model = model(3, "onnx::MatMul_N");
    String first = Layers.find(model).get(0).node();
    String third = Layers.find(model).get(2).node();

    OnnxModel swapped =
        model.withMetadata(Map.of(KeptNames.PROPERTY, "fc2=" + first + "\nfc2=" + third));

    assertThat(names(swapped)).doesNotHaveDuplicates();
  }
}
