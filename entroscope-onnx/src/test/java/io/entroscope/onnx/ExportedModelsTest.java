package io.entroscope.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.entroscope.onnx.layer.Activation;
import io.entroscope.onnx.layer.Layer;
import io.entroscope.onnx.layer.LayerKind;
import io.entroscope.onnx.layer.Layers;
import io.entroscope.onnx.layer.Position;
import io.entroscope.onnx.layer.Predictions;
import io.entroscope.onnx.observe.ExposeTensors;
import io.entroscope.onnx.observe.Observation;
import io.entroscope.onnx.observe.ObserveLayers;
import io.entroscope.onnx.observe.Reduction;
import io.entroscope.onnx.observe.TapOutputs;
import io.entroscope.onnx.observe.TapPoint;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The layers of models that PyTorch exported; see the README beside the files. */
public class ExportedModelsTest {
  @ParameterizedTest
  @CsvSource({
    "mlp-gelu-tanh, Gelu",
    "mlp-gelu-erf, Gelu",
    "mlp-hardswish, HardSwish",
    "mlp-silu, Silu"
  })
  void activationsOfSeveralNodes(String file, String activation) {
    List<Layer> layers = Layers.find(read(file));
    assertThat(layers).extracting(Layer::name).containsExactly("fc1", "fc2", "fc3");
    assertThat(layers)
        .extracting(layer -> layer.activation().map(Activation::name).orElse("none"))
        .containsExactly(activation, activation, "none");
    assertThat(layers)
        .extracting(Layer::inputs, Layer::units, Layer::parameters)
        .containsExactly(tuple(8, 13, 117L), tuple(13, 13, 182L), tuple(13, 4, 56L));
    assertThat(layers.get(0).preactivation()).contains("/fc1/Gemm_output_0");
  }

  @Test
  void batchNormalizationBelongsToTheLayer() {
    List<Layer> layers = Layers.find(read("cnn-batchnorm"));
    assertThat(layers)
        .extracting(Layer::name, Layer::kind, Layer::units, Layer::inputs, Layer::parameters)
        .containsExactly(
            tuple("features.0", LayerKind.CONVOLUTION, 8, 27, 8L * 27 + 8 + 16),
            tuple("features.4", LayerKind.CONVOLUTION, 12, 36, 12L * 36 + 12 + 24),
            tuple("classifier.2", LayerKind.FULLY_CONNECTED, 16, 12, 16L * 12 + 16 + 32),
            tuple("classifier.6", LayerKind.FULLY_CONNECTED, 5, 16, 5L * 16 + 5));
    assertThat(layers.get(2).preactivation())
        .contains("/classifier/classifier.3/BatchNormalization_output_0");
    assertThat(layers.get(3).activation()).as("the softmax at the end is no activation").isEmpty();
    assertThat(layers.get(3).last()).isTrue();
  }

  @Test
  void aResidualBranchComesAtItsDepthAndWithoutTheSum() {
    List<Layer> layers = Layers.find(read("residual"));
    assertThat(layers)
        .extracting(Layer::name, layer -> layer.activation().isPresent())
        .containsExactly(
            tuple("c0", true),
            tuple("c1", true),
            tuple("short", false),
            tuple("c2", false),
            tuple("fc", false));
  }

  @Test
  void aGateIsALayerWithItsSigmoidAndTheLastOneIsObservedByItsLogits() {
    assertThat(Layers.find(read("squeeze-excite")))
        .extracting(Layer::name, layer -> layer.activation().map(Activation::name).orElse("none"))
        .containsExactly(
            tuple("conv", "Silu"),
            tuple("fc1", "Relu"),
            tuple("fc2", "Sigmoid"),
            tuple("c2", "HardSwish"),
            tuple("head", "none"));
    assertThat(Predictions.find(read("squeeze-excite"), 3).kind())
        .isEqualTo(Predictions.Kind.SCORES);
  }

  @Test
  void theLayersInsideTransformerBlocks() {
    OnnxModel model = read("transformer-encoder");
    List<Layer> layers = Layers.find(model);
    assertThat(layers)
        .extracting(Layer::name, Layer::inputs, Layer::units)
        .containsExactly(
            tuple("proj", 6, 16),
            tuple("encoder.layers.0.self_attn", 16, 48),
            tuple("encoder.layers.0.self_attn.out_proj", 16, 16),
            tuple("encoder.layers.0.linear1", 16, 32),
            tuple("encoder.layers.0.linear2", 32, 16),
            tuple("encoder.layers.1.self_attn", 16, 48),
            tuple("encoder.layers.1.self_attn.out_proj", 16, 16),
            tuple("encoder.layers.1.linear1", 16, 32),
            tuple("encoder.layers.1.linear2", 32, 16),
            tuple("head", 16, 3));
    assertThat(layers.get(3).activation().map(Activation::name)).contains("Gelu");

    // Tokens go through the attention's last layer flattened, [5·B, 16]; what is observed is not.
    List<String> outputs = layers.stream().map(Layer::output).toList();
    Map<String, Ort.Value> values =
        Ort.run(
            new ExposeTensors(outputs).apply(model),
            Map.of("input", new RandomValues(2).input(2, 5, 6)));
    assertThat(values.get(layers.get(2).output()).shape()).containsExactly(2, 5, 16);
    assertThat(values.get(layers.get(9).output()).shape()).containsExactly(2, 3);
  }

  @ParameterizedTest
  @CsvSource({
    "mlp-gelu-tanh, 2, '3,8'",
    "mlp-gelu-erf, 2, '3,8'",
    "mlp-hardswish, 2, '3,8'",
    "mlp-silu, 2, '3,8'",
    "residual, 4, '3,3,8,8'",
    "squeeze-excite, 4, '3,3,8,8'",
    "cnn-batchnorm, 4, '3,3,12,12'"
  })
  void observingDoesNotChangeWhatTheyCompute(String file, int convolutionRank, String shape) {
    OnnxModel model = read(file);
    List<TapPoint> points = new ArrayList<>();
    for (Layer layer : Layers.find(model)) {
      int rank = layer.kind() == LayerKind.CONVOLUTION ? convolutionRank : 2;
      for (Position position : Position.values()) {
        points.add(new TapPoint(layer, position, Reduction.of(layer, rank)));
      }
    }
    long[] dims = Arrays.stream(shape.split(",")).mapToLong(Long::parseLong).toArray();
    Map<String, Ort.Value> input = Map.of("input", new RandomValues(11).input(dims));
    Observation observation = new ObserveLayers(points).observe(model);
    Map<String, Ort.Value> observed = Ort.run(observation.model(), input);
    float[] bare = Ort.run(model, input).get("output").data();
    if (file.equals("residual")) {
      // Observed, a convolution is no longer fused with the sum behind it, which rounds otherwise.
      assertThat(observed.get("output").data()).containsExactly(bare, within(1e-6f));
    } else {
      assertThat(observed.get("output").data()).isEqualTo(bare);
    }
    for (TapOutputs tap : observation.taps()) {
      assertThat(observed.get(tap.pooled()).shape())
          .containsExactly(3, tap.point().layer().units());
    }
  }

  public static OnnxModel read(String name) {
    try (InputStream in = ExportedModelsTest.class.getResourceAsStream(name + ".onnx")) {
      return OnnxModel.parse(in.readAllBytes());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
