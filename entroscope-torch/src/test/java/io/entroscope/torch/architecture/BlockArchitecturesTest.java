package io.entroscope.torch.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entroscope.data.image.ImageShape;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.Tensors;
import io.entroscope.onnx.block.Block;
import io.entroscope.onnx.block.BlockKind;
import io.entroscope.onnx.block.Blocks;
import io.entroscope.onnx.layer.Layer;
import io.entroscope.onnx.layer.Layers;
import io.entroscope.torch.TorchException;
import io.entroscope.torch.architecture.Architecture.Normalisation;
import io.entroscope.torch.architecture.Architecture.Options;
import io.entroscope.torch.architecture.Architecture.Patches;
import io.entroscope.torch.architecture.Architecture.Residual;
import io.entroscope.torch.architecture.Architecture.Transformer;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Networks with residual blocks: what their words mean, and what is found in them. */
class BlockArchitecturesTest {
  private static final ImageShape PHOTOGRAPH = new ImageShape(3, 32, 32);
  private static final ImageShape DIGIT = new ImageShape(1, 28, 28);

  @Test
  void wordsAreReadAndWrittenBack() {
    Architecture residual = Architectures.parse("conv16 res16 res32/2 pool fc8", Options.PLAIN);
    assertThat(residual.notation()).isEqualTo("conv16 res16 res32/2 pool fc8");
    assertThat(residual.layers()).contains(new Residual(16, 1), new Residual(32, 2));
    Architecture transformer = Architectures.parse("patch4 vit96x6 fc8", Options.PLAIN);
    assertThat(transformer.notation()).isEqualTo("patch4 vit96x6 fc8");
    assertThat(transformer.layers()).startsWith(new Patches(4), new Transformer(96, 6));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "conv16 rez32|at character 8, 'rez32': expected conv<channels>|; the nearest is res<chan",
        "resnet21|one of the names mnist-3fc|(the nearest is resnet20",
        "res16x2|at character 1, 'res16x2'|the nearest is res<channels>",
        "conv8 res16/0|at character 7, 'res16/0'|expected 1 to",
        "patch4 vit100x2|'vit100x2': expected a width that 32|divides",
        "patch4 vit64|'vit64': expected conv|the nearest is vit<width>x<layers>",
        "vit64x2|'vit64x2': expected patch<size> in front|'patch4 vit64x6'",
        "patch4 fc8|'fc8': expected vit<width>x<layers> behind the patches|character 8",
        "patch4 vit64x2 conv8|'conv8': expected another fc<units> or the end|character 16",
        "patch4|ends with patch4; expected vit<width>x<layers> behind it|vit64x6"
      })
  void whatIsNotUnderstoodIsToldWithItsPlace(String text, String message, String nearest) {
    assertThatThrownBy(() -> Architectures.parse(text, Options.PLAIN))
        .isInstanceOf(TorchException.class)
        .hasMessageContaining(message)
        .hasMessageContaining(nearest)
        .message()
        .hasLineCount(1);
  }

  @Test
  void patchesThatDoNotDivideTheImageAreRefused() {
    Architecture patches = Architectures.parse("patch5 vit32x1", Options.PLAIN);
    assertThatThrownBy(() -> ArchitectureWriter.write(patches, DIGIT, 10))
        .isInstanceOf(TorchException.class)
        .hasMessageContaining("patch5 does not divide 28x28 pixels");
  }

  @ParameterizedTest
  @CsvSource({"resnet20, 2, 7", "resnet8, 2, 1"})
  void everyResidualUnitIsFoundAsABlock(String name, int projections, int identities) {
    List<Block> blocks = Blocks.find(written(name, PHOTOGRAPH));
    int each = (projections + identities) / 3;
    assertThat(blocks)
        .extracting(Block::name)
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, 3)
                .boxed()
                .flatMap(s -> IntStream.range(0, each).mapToObj(u -> "layer" + s + "." + u))
                .toList());
    assertThat(blocks).extracting(Block::kind).containsOnly(BlockKind.CONVOLUTION);
    assertThat(blocks).filteredOn(b -> b.refusal().isEmpty()).hasSize(identities);
    assertThat(blocks)
        .filteredOn(block -> block.refusal().isPresent())
        .extracting(Block::name)
        .containsExactly("layer2.0", "layer3.0");
  }

  @Test
  void everyHalfAndLayerOfATransformerIsFoundAsABlock() {
    List<Block> blocks = Blocks.find(written("vit-tiny", DIGIT));
    assertThat(blocks)
        .extracting(Block::name)
        .containsExactlyElementsOf(
            IntStream.range(0, 6)
                .mapToObj(i -> "blocks." + i)
                .flatMap(layer -> Stream.of(layer + ".attention", layer + ".mlp", layer))
                .toList());
    assertThat(blocks).allMatch(b -> b.refusal().isEmpty());
    assertThat(blocks.subList(0, 3))
        .extracting(Block::kind)
        .containsExactly(BlockKind.ATTENTION, BlockKind.FEED_FORWARD, BlockKind.LAYER);
  }

  @Test
  void layersHaveTheirPlacesInTheNetworkAsNames() {
    assertThat(Layers.find(written("patch4 vit32x1", DIGIT)))
        .extracting(Layer::name)
        .containsExactly(
            "patches",
            "blocks.0.attention.query",
            "blocks.0.attention.key",
            "blocks.0.attention.value",
            "blocks.0.attention.project",
            "blocks.0.mlp.fc1",
            "blocks.0.mlp.fc2",
            "fc1");
    assertThat(Layers.find(written("conv4 res8/2", PHOTOGRAPH)))
        .extracting(Layer::name)
        .containsExactlyInAnyOrder(
            "conv1", "layer1.0.conv1", "layer1.0.conv2", "layer1.0.shortcut", "fc1");
  }

  /** ResNet-20's 269,722 weights, and those of the two projections in place of padding. */
  @Test
  void weightsAreAsManyAsPublished() {
    assertThat(weights(written("resnet20", PHOTOGRAPH)))
        .isEqualTo(269_722 + 16 * 32 + 32 * 64 + 2 * (32 + 64));
    int width = 96;
    int layer = 12 * width * width + 13 * width;
    assertThat(weights(written("patch4 vit96x6", DIGIT)))
        .isEqualTo(6 * layer + 17 * width + 49 * width + 2 * width + 10 * width + 10);
  }

  /** All values but running statistics and the constants of formulas. */
  private static long weights(OnnxModel model) {
    return model.graph().initializers().values().stream()
        .filter(Tensors::isFloating)
        .filter(tensor -> !tensor.getName().matches(".*\\.(mean|variance)"))
        .mapToLong(
            tensor -> Tensors.dims(tensor).length == 0 ? 0 : Tensors.elements(Tensors.dims(tensor)))
        .sum();
  }

  @Test
  void withoutNormalisationConvolutionsHaveABias() {
    OnnxModel model =
        ArchitectureWriter.write(
            Architectures.parse(
                "res4", new Options(Architecture.Function.TANH, Normalisation.NONE, 0)),
            PHOTOGRAPH,
            10);
    assertThat(model.graph().nodes().stream().map(node -> node.getOpType()).toList())
        .containsExactly(
            "Conv", "Tanh", "Conv", "Conv", "Add", "Tanh", "GlobalAveragePool", "Flatten", "Gemm");
  }

  private static OnnxModel written(String what, ImageShape images) {
    return ArchitectureWriter.write(Architectures.parse(what, Options.NORMALISED), images, 10);
  }
}
