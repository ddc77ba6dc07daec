package io.entroscope.torch.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entroscope.data.image.ImageShape;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.layer.Layer;
import io.entroscope.onnx.layer.Layers;
import io.entroscope.torch.TorchException;
import io.entroscope.torch.architecture.Architecture.Normalisation;
import io.entroscope.torch.architecture.Architecture.Options;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArchitecturesTest {
  @Test
  void aNotationIsReadAndWrittenBack() {
    Architecture read =
        Architectures.parse("  conv32  conv16x5 pool pool3 fc512 fc10", Options.PLAIN);
    assertThat(read.notation()).isEqualTo("conv32 conv16x5 pool pool3 fc512 fc10");
    assertThat(read.layers())
        .containsExactly(
            new Architecture.Convolution(32, 3),
            new Architecture.Convolution(16, 5),
            new Architecture.Pool(2),
            new Architecture.Pool(3),
            new Architecture.FullyConnected(512),
            new Architecture.FullyConnected(10));
    assertThat(read.fullyConnectedLayers()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({"mnist-3fc,3", "cifar-2fc,2", "cifar-4fc,4", "cifar-6fc,6"})
  void thePapersNetworksHaveTheirNumberOfFullyConnectedLayers(String name, int layers) {
    Architecture named = Architectures.parse(name, Options.NORMALISED);
    assertThat(named.fullyConnectedLayers()).isEqualTo(layers);
    OnnxModel model = ArchitectureWriter.write(named, new ImageShape(3, 32, 32), 10);
    List<String> connected =
        Layers.find(model).stream()
            .map(Layer::name)
            .filter(layer -> layer.startsWith("fc"))
            .toList();
    assertThat(connected).hasSize(layers);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "conv32 cnv16 fc8|at character 8, 'cnv16': expected conv<channels>",
        "conv32 fc8 pool|at character 12, 'pool': expected another fc<units> or the end",
        "conv0|at character 1, 'conv0': expected 1 to 65536",
        "conv8x4|expected an odd kernel",
        "pool1|expected a pooling over 2 or more pixels",
        "mnist-4fc|or one of the names mnist-3fc, cifar-2fc, cifar-4fc, cifar-6fc",
        "'  '|the architecture is empty"
      })
  void whatIsNotUnderstoodIsToldWithItsPlace(String text, String message) {
    assertThatThrownBy(() -> Architectures.parse(text, Options.PLAIN))
        .isInstanceOf(TorchException.class)
        .hasMessageContaining(message);
  }

  @Test
  void poolingThatLeavesNothingIsRefused() {
    Architecture deep = Architectures.parse("conv4 pool pool pool pool pool fc8", Options.PLAIN);
    assertThatThrownBy(() -> ArchitectureWriter.write(deep, new ImageShape(1, 28, 28), 10))
        .isInstanceOf(TorchException.class)
        .hasMessageContaining("pooling number 5")
        .hasMessageContaining("1x1 pixels left of 28x28");
  }

  @Test
  void aFullyConnectedLayerCanBeLeftOut() {
    Architecture four = Architectures.parse("conv8 fc30 fc20 fc10", Options.PLAIN);
    assertThat(four.without(2).notation()).isEqualTo("conv8 fc30 fc10");
    assertThatThrownBy(() -> four.without(4)).isInstanceOf(TorchException.class);
  }

  @Test
  void normalisationStandsBeforeTheActivation() {
    OnnxModel model =
        ArchitectureWriter.write(
            Architectures.parse(
                "conv4 pool fc8", new Options(Architecture.Function.TANH, Normalisation.ALL, 0.25)),
            new ImageShape(1, 9, 7),
            3);
    assertThat(model.graph().nodes().stream().map(node -> node.getOpType()).toList())
        .containsExactly(
            "Conv",
            "BatchNormalization",
            "Tanh",
            "MaxPool",
            "Flatten",
            "Gemm",
            "BatchNormalization",
            "Tanh",
            "Dropout",
            "Gemm");
  }
}
