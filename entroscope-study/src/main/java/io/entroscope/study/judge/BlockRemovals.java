package io.entroscope.study.judge;

import io.entroscope.advice.BlockIndicator;
import io.entroscope.advice.Trial;
import io.entroscope.core.PlanException;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.block.Block;
import io.entroscope.onnx.block.Blocks;
import io.entroscope.onnx.block.BypassBlock;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.block.BlockAnalysis;
import io.entroscope.result.block.BlockResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The blocks of a network that can be bypassed. Half-blocks and the whole blocks that they make are
 * two levels, since one is not chosen instead of the other.
 */
final class BlockRemovals {
  private BlockRemovals() {}

  static List<Removal> of(
      String network, OnnxModel model, AnalysisResult result, Consumer<String> notes) {
    Map<String, BlockResult> measured = new HashMap<>();
    BlockAnalysis analysis = result.blocks();
    if (analysis != null) {
      analysis.list().forEach(block -> measured.put(block.name(), block));
    }
    List<Block> blocks = Blocks.find(model);
    boolean halves = blocks.stream().anyMatch(block -> !block.isElementary());
    List<Removal> removals = new ArrayList<>();
    for (int depth = 0; depth < blocks.size(); depth++) {
      Block block = blocks.get(depth);
      BlockResult of = measured.get(block.name());
      if (block.isDroppable() && of != null) {
        boolean half = halves && block.isElementary();
        removals.add(
            new Removal(
                half ? Trial.HALF : Trial.BLOCK,
                block.name(),
                BypassBlock.of(List.of(block)).apply(model),
                BlockIndicator.scores(of, depth)));
      } else {
        notes.accept(
            network
                + ": "
                + block.name()
                + " is not judged: it "
                + block.refusal().orElse("was not measured"));
      }
    }
    if (removals.isEmpty()) {
      throw new PlanException(
          network + " has no residual block that can be taken out, so none can be judged");
    }
    return removals;
  }
}
