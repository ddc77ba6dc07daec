package io.entroscope.core.prune.block;

import io.entroscope.core.PlanException;
import io.entroscope.onnx.OnnxException;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.block.Block;
import io.entroscope.onnx.block.Blocks;
import io.entroscope.onnx.block.Spans;
import io.entroscope.onnx.layer.Layer;
import io.entroscope.onnx.layer.Layers;
import java.util.ArrayList;
import java.util.List;

/** Finds the candidates that names mean: blocks, and fully connected layers outside of them. */
final class Named {
  private Named() {}

  /**
   * The candidates of these names.
   *
   * @param blocks of the model
   * @throws OnnxException if a name is unknown, one of them cannot be taken out, or two overlap
   * @throws PlanException if no name is given
   */
  static Choice of(OnnxModel model, List<Block> blocks, List<String> names) {
    if (names.isEmpty()) {
      throw new PlanException("no blocks are named; give their names with commas between them");
    }
    List<String> ofBlocks = new ArrayList<>();
    List<String> ofLayers = new ArrayList<>();
    for (String name : names) {
      (isBlock(blocks, name) || !isLayer(model, name) ? ofBlocks : ofLayers).add(name);
    }
    List<Block> chosen =
        ofBlocks.isEmpty() ? List.of() : Blocks.select(blocks, String.join(",", ofBlocks));
    return new Choice(Spans.of(chosen), ofLayers);
  }

  private static boolean isBlock(List<Block> blocks, String name) {
    return blocks.stream()
        .anyMatch(block -> block.name().equals(name) || block.name().endsWith("." + name));
  }

  private static boolean isLayer(OnnxModel model, String name) {
    return Layers.find(model).stream()
        .anyMatch(layer -> layer.name().equals(name) || layer.aliases().contains(name));
  }

  /** Whether all names are those of layers, and none a block's. */
  static boolean areLayers(OnnxModel model, List<String> names) {
    List<Block> blocks = Blocks.find(model);
    List<Layer> layers = Layers.find(model);
    return names.stream()
        .allMatch(
            name ->
                !isBlock(blocks, name)
                    && (blocks.isEmpty()
                        || layers.stream()
                            .anyMatch(
                                layer ->
                                    layer.name().equals(name) || layer.aliases().contains(name))));
  }
}
