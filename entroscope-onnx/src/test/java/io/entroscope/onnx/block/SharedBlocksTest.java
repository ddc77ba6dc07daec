package io.entroscope.onnx.block;

import static org.assertj.core.api.Assertions.assertThat;

import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.cost.Cost;
import io.entroscope.testing.SharedFiles;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Trained networks with residual blocks, where they lie beside the repository. */
class SharedBlocksTest {
  private static OnnxModel read(String name) {
    return OnnxModel.read(SharedFiles.of("blocks/" + name));
  }

  @Test
  void theResNetHasNineBlocksOfWhichTwoChangeTheShape() {
    OnnxModel model = read("resnet.onnx");
    List<Block> blocks = Blocks.find(model);
    assertThat(blocks)
        .extracting(Block::name)
        .containsExactly(
            "blocks.0",
            "blocks.1",
            "blocks.2",
            "blocks.3",
            "blocks.4",
            "blocks.5",
            "blocks.6",
            "blocks.7",
            "blocks.8");
    assertThat(blocks)
        .filteredOn(block -> !block.isDroppable())
        .extracting(Block::name)
        .containsExactly("blocks.3", "blocks.6");
    OnnxModel smaller = new BypassBlock(blocks.get(7), Bypass.OUTPUT).apply(model);
    assertThat(parameters(model) - parameters(smaller)).isEqualTo(blocks.get(7).parameters());
  }

  private static long parameters(OnnxModel model) {
    return Cost.of(model, Map.of(), 1).parameters();
  }

  @Test
  void theVisionTransformerHasTwelveHalvesInSixLayers() {
    List<Block> blocks = Blocks.find(read("vit.onnx"));
    assertThat(blocks)
        .filteredOn(Block::isElementary)
        .hasSize(12)
        .allMatch(Block::isDroppable)
        .extracting(Block::kind)
        .containsSubsequence(BlockKind.ATTENTION, BlockKind.FEED_FORWARD, BlockKind.ATTENTION);
    assertThat(blocks)
        .filteredOn(block -> block.kind() == BlockKind.LAYER)
        .extracting(Block::name)
        .containsExactly("blocks.0", "blocks.1", "blocks.2", "blocks.3", "blocks.4", "blocks.5");
  }
}
