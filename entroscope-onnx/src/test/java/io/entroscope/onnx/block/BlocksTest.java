package io.entroscope.onnx.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.entroscope.onnx.OnnxException;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.Ort;
import io.entroscope.onnx.RandomValues;
import io.entroscope.onnx.cost.Cost;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BlocksTest {
  @Test
  void aResNetHasItsBlocksAndAProjection() {
    List<Block> blocks = Blocks.find(BlockNetworks.resNet());
    assertThat(blocks)
        .extracting(Block::name, Block::kind, Block::isDroppable, Block::closing)
        .containsExactly(
            tuple("layer1.0", BlockKind.CONVOLUTION, true, Closing.ACTIVATION),
            tuple("layer1.1", BlockKind.CONVOLUTION, true, Closing.ACTIVATION),
            tuple("layer2.0", BlockKind.CONVOLUTION, false, Closing.ACTIVATION),
            tuple("layer2.1", BlockKind.CONVOLUTION, true, Closing.ACTIVATION));
    Block second = blocks.get(1);
    assertThat(second.input()).isEqualTo(blocks.get(0).output());
    assertThat(second.output()).isEqualTo("/layer1/layer1.1/relu_1/Relu_output_0");
    assertThat(second.sum()).contains("/layer1/layer1.1/Add_output_0");
    assertThat(second.parameters()).isEqualTo(2 * (4 * 4 * 9 + 4));
    assertThat(second.multiplyAdds()).as("no shapes are given").isEmpty();
    assertThat(blocks.get(2).refusal()).contains("projects its input before it adds");
    assertThat(blocks.get(2).parameters()).isEqualTo(4 * 8 * 9 + 8 + 8 * 8 * 9 + 8 + 4 * 8 + 8);
  }

  @Test
  void shapesTellWhatAProjectionChangesAndWhatBlocksCost() {
    OnnxModel model = BlockNetworks.resNet();
    Map<String, long[]> shapes = new HashMap<>();
    for (String tensor : Blocks.wanted(model)) {
      boolean second = tensor.contains("layer2");
      shapes.put(tensor, second ? new long[] {1, 8, 4, 4} : new long[] {1, 4, 8, 8});
    }
    shapes.put("/head/Gemm_output_0", new long[] {1, 3});
    List<Block> blocks = Blocks.find(model, shapes);
    assertThat(blocks.get(2).refusal()).contains("changes 8×8×4 to 4×4×8");
    assertThat(blocks.get(1).inputShape()).containsExactly(1L, 4L, 8L, 8L);
    assertThat(blocks.get(1).multiplyAdds()).hasValue(2 * 8 * 8 * 4 * 4 * 9);
    assertThat(blocks.get(2).multiplyAdds()).hasValue(4 * 4 * 8 * (4 * 9 + 8 * 9 + 4));
    assertThat(Cost.of(model, shapes, 1))
        .isEqualTo(Ort.cost(model, Map.of("image", new RandomValues(1).input(1, 3, 8, 8))));
  }

  @Test
  void invertedResidualsEndWithTheirSum() {
    assertThat(Blocks.find(BlockNetworks.mobileNet()))
        .extracting(Block::name, Block::kind, Block::closing, Block::output)
        .containsExactly(
            tuple(
                "features.1",
                BlockKind.CONVOLUTION,
                Closing.NONE,
                "/features/features.1/Add_output_0"),
            tuple(
                "features.2",
                BlockKind.CONVOLUTION,
                Closing.NONE,
                "/features/features.2/Add_output_0"));
  }

  @Test
  void theNormalisationBehindTheLastConvNextBlockIsNotItsOwn() {
    assertThat(Blocks.find(BlockNetworks.convNext()))
        .extracting(Block::name, Block::kind, Block::closing)
        .containsExactly(
            tuple("stages.0", BlockKind.CONVOLUTION, Closing.NONE),
            tuple("stages.1", BlockKind.CONVOLUTION, Closing.NONE));
  }

  @Test
  void aMixerMixesTokensAndChannels() {
    assertThat(Blocks.find(BlockNetworks.mixer()))
        .extracting(Block::name, Block::kind)
        .containsExactly(
            tuple("blocks.0.mlp_tokens", BlockKind.TOKEN_MIXING),
            tuple("blocks.0.mlp_channels", BlockKind.CHANNEL_MIXING),
            tuple("blocks.0", BlockKind.LAYER),
            tuple("blocks.1.mlp_tokens", BlockKind.TOKEN_MIXING),
            tuple("blocks.1.mlp_channels", BlockKind.CHANNEL_MIXING),
            tuple("blocks.1", BlockKind.LAYER));
  }

  @Test
  void aPreNormTransformerHasHalvesAndLayersWithoutItsLastNormalisation() {
    List<Block> blocks = Blocks.find(BlockNetworks.preNorm());
    assertThat(blocks)
        .extracting(Block::name, Block::kind)
        .containsExactly(
            tuple("blocks.0.attn", BlockKind.ATTENTION),
            tuple("blocks.0.mlp", BlockKind.FEED_FORWARD),
            tuple("blocks.0", BlockKind.LAYER),
            tuple("blocks.1.attn", BlockKind.ATTENTION),
            tuple("blocks.1.mlp", BlockKind.FEED_FORWARD),
            tuple("blocks.1", BlockKind.LAYER));
    assertThat(blocks).extracting(Block::bypasses).containsOnly(Set.of(Bypass.OUTPUT));
    Block layer = blocks.get(5);
    assertThat(layer.input()).isEqualTo(blocks.get(2).output());
    assertThat(layer.output()).isEqualTo(blocks.get(4).output());
    assertThat(layer.parameters())
        .as("the constants in it are shared by none")
        .isEqualTo(blocks.get(3).parameters() + blocks.get(4).parameters());
  }

  @Test
  void theSameWithSumAndNextNormalisationFused() {
    List<Block> blocks = Blocks.find(BlockNetworks.preNormFused());
    assertThat(blocks)
        .extracting(Block::name)
        .containsExactly(
            "blocks.0.attn",
            "blocks.0.mlp",
            "blocks.0",
            "blocks.1.attn",
            "blocks.1.mlp",
            "blocks.1");
    assertThat(blocks.get(1).output()).isEqualTo("stream0");
    assertThat(blocks.get(1).bypasses()).containsExactly(Bypass.OUTPUT);
    assertThat(blocks.get(4).bypasses())
        .as("the last sum is only had normalised")
        .containsExactly(Bypass.SUM);
  }

  @ParameterizedTest
  @EnumSource(BlockNetworks.Norm.class)
  void aPostNormEncoderIsClosedByItsNormalisations(BlockNetworks.Norm norm) {
    List<Block> blocks = Blocks.find(BlockNetworks.encoder(norm));
    assertThat(blocks)
        .extracting(Block::name, Block::kind)
        .as("and the mask, added everywhere, is no stream")
        .containsExactly(
            tuple("encoder.layer.0.attention", BlockKind.ATTENTION),
            tuple("encoder.layer.0.feed-forward", BlockKind.FEED_FORWARD),
            tuple("encoder.layer.0", BlockKind.LAYER),
            tuple("encoder.layer.1.attention", BlockKind.ATTENTION),
            tuple("encoder.layer.1.feed-forward", BlockKind.FEED_FORWARD),
            tuple("encoder.layer.1", BlockKind.LAYER));
    assertThat(blocks).extracting(Block::closing).containsOnly(Closing.NORMALIZATION);
    assertThat(blocks).extracting(Block::bypasses).containsOnly(Set.of(Bypass.values()));
    assertThat(blocks.get(3).input()).isEqualTo(blocks.get(1).output());
    int dense = 8 * 8 + 8;
    int normalised = 2 * 8 + (norm == BlockNetworks.Norm.FUSED ? 8 : 0);
    long constants = norm == BlockNetworks.Norm.WRITTEN_OUT ? 3 : 1;
    assertThat(blocks.get(0).parameters()).isEqualTo(4 * dense + normalised + constants);
  }

  @Test
  void windowsThatAreRolledStayInsideTheBlock() {
    assertThat(Blocks.find(BlockNetworks.windows()))
        .extracting(Block::name, Block::kind)
        .containsExactly(
            tuple("features.0.attn", BlockKind.ATTENTION),
            tuple("features.0.mlp", BlockKind.FEED_FORWARD),
            tuple("features.0", BlockKind.LAYER),
            tuple("features.1.attn", BlockKind.ATTENTION),
            tuple("features.1.mlp", BlockKind.FEED_FORWARD),
            tuple("features.1", BlockKind.LAYER));
  }

  @Test
  void blocksInsideAnOuterSkipAreFoundAndSoIsTheOuterOne() {
    List<Block> blocks = Blocks.find(BlockNetworks.outerSkip());
    assertThat(blocks)
        .extracting(Block::kind)
        .containsExactly(BlockKind.CONVOLUTION, BlockKind.CONVOLUTION, BlockKind.OUTER);
    assertThat(blocks.get(2).input()).isEqualTo(blocks.get(0).input());
    assertThat(Blocks.overlap(blocks.get(2), blocks.get(1))).isTrue();
    assertThat(Blocks.overlap(blocks.get(0), blocks.get(1))).isFalse();
  }

  @Test
  void halvesSideBySideMakeOneBlock() {
    List<Block> blocks = Blocks.find(BlockNetworks.parallel());
    assertThat(blocks)
        .extracting(Block::name, Block::kind, Block::isDroppable, Block::output)
        .as("the second layer adds attention first; that half shares its normalisation")
        .containsExactly(
            tuple("h.0", BlockKind.LAYER, true, "/h/h.0/Add_2_output_0"),
            tuple("h.1.attn", BlockKind.ATTENTION, false, "/h/h.1/Add_output_0"),
            tuple("h.1", BlockKind.LAYER, true, "/h/h.1/Add_2_output_0"));
  }

  @Test
  void aDecoderAttendsTwiceInALayer() {
    List<Block> blocks = Blocks.find(BlockNetworks.decoder());
    assertThat(blocks)
        .extracting(Block::name, Block::kind, Block::isDroppable)
        .as("outputs of the model inside a block are no hindrance")
        .containsExactly(
            tuple("layers.0.self_attn", BlockKind.ATTENTION, true),
            tuple("layers.0.cross_attn", BlockKind.ATTENTION, true),
            tuple("layers.0.mlp", BlockKind.FEED_FORWARD, true),
            tuple("layers.0", BlockKind.LAYER, true),
            tuple("layers.1.self_attn", BlockKind.ATTENTION, true),
            tuple("layers.1.cross_attn", BlockKind.ATTENTION, true),
            tuple("layers.1.mlp", BlockKind.FEED_FORWARD, true),
            tuple("layers.1", BlockKind.LAYER, true));
  }

  @Test
  void blocksWithoutNamesAreNumberedAndAnInnerTensorInUseKeepsOne() {
    List<Block> blocks = Blocks.find(BlockNetworks.nameless());
    assertThat(blocks).extracting(Block::name).containsExactly("block1", "block2");
    assertThat(blocks.get(0).refusal().orElseThrow())
        .startsWith("has a tensor inside that ")
        .endsWith(" uses too");
    assertThat(blocks.get(1).isDroppable()).isTrue();
  }

  @Test
  void aSumOfIntegersIsFoundAndStays() throws OrtException {
    OnnxModel model = BlockNetworks.quantized();
    Ort.session(model, OrtSession.SessionOptions.OptLevel.NO_OPT).close();
    List<Block> blocks = Blocks.find(model);
    assertThat(blocks).hasSize(1);
    assertThat(blocks.get(0).refusal()).contains("adds integers of different scales");
  }

  @Test
  void aPlainStackHasNone() {
    OnnxModel plain = BlockNetworks.plain();
    assertThat(Blocks.find(plain)).isEmpty();
    assertThatThrownBy(() -> Blocks.select(Blocks.find(plain), "fc1"))
        .isInstanceOf(OnnxException.class)
        .hasMessageContaining("no residual blocks")
        .hasMessageContaining("`Layers.find`");
  }

  @Test
  void blocksAreChosenByName() {
    List<Block> blocks = Blocks.find(BlockNetworks.preNorm());
    assertThat(Blocks.select(blocks, " blocks.1.mlp, blocks.0.attn"))
        .extracting(Block::name)
        .containsExactly("blocks.0.attn", "blocks.1.mlp");
    assertThat(Blocks.select(blocks, "1.mlp").get(0).name()).isEqualTo("blocks.1.mlp");
    assertThatThrownBy(() -> Blocks.select(blocks, "mlp"))
        .as("the end of two names")
        .isInstanceOf(OnnxException.class);
    assertThatThrownBy(() -> Blocks.select(blocks, "blocks.1.mpl"))
        .isInstanceOf(OnnxException.class)
        .hasMessageContaining("no block 'blocks.1.mpl'")
        .hasMessageContaining("nearest are blocks.1.mlp");
    assertThatThrownBy(() -> Blocks.select(blocks, "blocks.1.mlp,blocks.1"))
        .isInstanceOf(OnnxException.class)
        .hasMessageContaining("'blocks.1.mlp' and 'blocks.1' overlap");
    assertThatThrownBy(() -> Blocks.select(blocks, ","))
        .isInstanceOf(OnnxException.class)
        .hasMessageContaining("no blocks are named");
    List<Block> convolutions = Blocks.find(BlockNetworks.resNet());
    assertThatThrownBy(() -> Blocks.select(convolutions, "layer2.0"))
        .isInstanceOf(OnnxException.class)
        .hasMessage("block 'layer2.0' cannot be taken out: it projects its input before it adds");
  }
}
