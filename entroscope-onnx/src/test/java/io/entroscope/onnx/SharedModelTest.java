package io.entroscope.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.entroscope.onnx.cost.Cost;
import io.entroscope.onnx.edit.FoldLayers;
import io.entroscope.onnx.layer.FoundLayers;
import io.entroscope.onnx.layer.Layer;
import io.entroscope.onnx.layer.LayerKind;
import io.entroscope.onnx.layer.Layers;
import io.entroscope.onnx.layer.Position;
import io.entroscope.onnx.layer.Predictions;
import io.entroscope.onnx.layer.Weights;
import io.entroscope.onnx.observe.Observation;
import io.entroscope.onnx.observe.ObserveLayers;
import io.entroscope.onnx.observe.Reduction;
import io.entroscope.onnx.observe.TapOutputs;
import io.entroscope.onnx.observe.TapPoint;
import io.entroscope.testing.SharedFiles;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A CNN as PyTorch exports it, where it lies beside the repository. */
class SharedModelTest {
  private OnnxModel model;

  @BeforeEach
  void read() {
    model = OnnxModel.read(SharedFiles.of("models/mnist-cnn-3fc.onnx"));
  }

  @Test
  void itsLayersAreFoundUnderTheirNames() {
    List<Layer> layers = Layers.find(model);
    assertThat(layers)
        .extracting(Layer::name)
        .containsExactly("conv.0", "conv.4", "fc1", "fc2", "fc3");
    assertThat(layers).extracting(Layer::units).containsExactly(16, 32, 256, 128, 10);
    assertThat(layers).extracting(Layer::inputs).containsExactly(25, 400, 1568, 256, 128);
    assertThat(layers).extracting(Layer::last).containsExactly(false, false, false, false, true);
    assertThat(layers.get(4).output()).isEqualTo("logits");
    assertThat(layers.get(2).output()).isEqualTo("/relu1/Relu_output_0");
    assertThat(layers.get(2).parameters()).isEqualTo(1568 * 256 + 256);
    assertThat(Predictions.find(model, 10).tensor()).isEqualTo("logits");
    assertThat(Weights.firstNonFinite(FoundLayers.of(model))).isEmpty();
  }

  @Test
  void observingItLeavesItsOutputAsItIs() {
    List<TapPoint> points =
        Layers.find(model).stream()
            .flatMap(
                layer ->
                    List.of(Position.values()).stream()
                        .map(
                            position ->
                                new TapPoint(
                                    layer,
                                    position,
                                    Reduction.of(
                                        layer, layer.kind() == LayerKind.CONVOLUTION ? 4 : 2))))
            .toList();
    Observation observation = new ObserveLayers(points).observe(model);

    Random random = new Random(5);
    float[] images = new float[3 * 784];
    for (int i = 0; i < images.length; i++) {
      images[i] = random.nextFloat();
    }
    Map<String, Ort.Value> input = Map.of("input", Ort.Value.of(new long[] {3, 1, 28, 28}, images));
    Map<String, Ort.Value> bare = Ort.run(model, input);
    Map<String, Ort.Value> observed = Ort.run(observation.model(), input);

    assertThat(observed.get("logits").data()).isEqualTo(bare.get("logits").data());
    for (TapOutputs tap : observation.taps()) {
      assertThat(observed.get(tap.pooled()).shape())
          .containsExactly(3, tap.point().layer().units());
      assertThat(observed.get(tap.statistics()).shape()).containsExactly(3, TapOutputs.COLUMNS);
    }
  }

  @Test
  void itIsMadeSmaller() {
    long convolutions = 28 * 28 * 16 * 25 + 14 * 14 * 32 * 400;
    Map<String, Ort.Value> images = Map.of("input", new RandomValues(2).input(2, 1, 28, 28));
    assertThat(Ort.cost(model, images))
        .isEqualTo(
            new Cost(
                416 + 12832 + 401664 + 32896 + 1290,
                OptionalLong.of(convolutions + 1568 * 256 + 256 * 128 + 128 * 10)));
    OnnxModel folded = new FoldLayers(Layers.find(model).get(3)).apply(model);
    assertThat(Layers.find(folded))
        .extracting(Layer::name)
        .containsExactly("conv.0", "conv.4", "fc1", "fc3");
    assertThat(Ort.cost(folded, images))
        .isEqualTo(
            new Cost(
                416 + 12832 + 401664 + 2570,
                OptionalLong.of(convolutions + 1568 * 256 + 256 * 10)));
    assertThat(Ort.run(folded, images).get("logits").shape()).containsExactly(2, 10);
  }
}
