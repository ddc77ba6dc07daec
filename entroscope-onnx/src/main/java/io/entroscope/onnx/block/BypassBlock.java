package io.entroscope.onnx.block;

import ai.onnx.proto.OnnxMl.NodeProto;
import io.entroscope.onnx.Graph;
import io.entroscope.onnx.GraphEdit;
import io.entroscope.onnx.OnnxException;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.edit.GraphRewrite;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes blocks out of a model: what enters one of them enters what follows it. Nodes and weights
 * that are not used any more go with them; inputs, outputs and metadata of the model stay.
 */
public final class BypassBlock implements GraphEdit {
  private final Map<Block, Bypass> blocks;

  /** Takes out one block. */
  public BypassBlock(Block block, Bypass way) {
    this(Map.of(block, way));
  }

  /** Takes out blocks, each in its own way. */
  public BypassBlock(Map<Block, Bypass> blocks) {
    this.blocks = new LinkedHashMap<>(blocks);
  }

  /** Takes out blocks: their outputs become their inputs, wherever that is possible. */
  public static BypassBlock of(List<Block> blocks) {
    Map<Block, Bypass> ways = new LinkedHashMap<>();
    for (Block block : blocks) {
      ways.put(block, block.bypasses().contains(Bypass.OUTPUT) ? Bypass.OUTPUT : Bypass.SUM);
    }
    return new BypassBlock(ways);
  }

  /**
   * The model without the blocks; the same instance if there are none.
   *
   * @throws OnnxException if a block cannot be taken out or not in this way, two overlap, or the
   *     model has no such block
   */
  @Override
  public OnnxModel apply(OnnxModel model) {
    Blocks.requireDroppable(List.copyOf(blocks.keySet()));
    if (blocks.isEmpty()) {
      return model;
    }
    GraphRewrite rewrite = new GraphRewrite(model);
    blocks.forEach((block, way) -> bypass(model.graph(), rewrite, block, way));
    return rewrite.finish();
  }

  private static void bypass(Graph graph, GraphRewrite rewrite, Block block, Bypass way) {
    if (!block.bypasses().contains(way)) {
      throw new OnnxException(
          "block '"
              + block.name()
              + "' has nothing behind its sum that could "
              + (way == Bypass.SUM ? "stay" : "go")
              + "; take it out the other way");
    }
    NodeProto sum = require(graph, block, block.sumNode());
    if (!ResidualSum.isFused(sum)) {
      String replaced = way == Bypass.OUTPUT ? block.output() : block.sumNode();
      rewrite.bypass(require(graph, block, replaced), block.skip());
    } else if (way == Bypass.OUTPUT && block.closing() == Closing.NORMALIZATION) {
      rewrite.bypass(require(graph, block, block.output()), block.skip());
    } else {
      withoutSum(graph, rewrite, block, sum);
    }
  }

  /** Leaves the normalisation of a node that adds and normalises. */
  private static void withoutSum(Graph graph, GraphRewrite rewrite, Block block, NodeProto fused) {
    List<NodeProto> left = new ArrayList<>();
    if (!fused.getOutput(0).isEmpty()) {
      left.add(FusedNorms.alone(fused, block.skip()));
    }
    block
        .sum()
        .ifPresent(
            sum -> {
              rewrite.redirect(sum, block.skip());
              if (graph.isOutput(sum)) {
                left.add(
                    NodeProto.newBuilder()
                        .setName(sum + "_kept")
                        .setOpType("Identity")
                        .addInput(block.skip())
                        .addOutput(sum)
                        .build());
              }
            });
    rewrite.replace(fused, left);
  }

  private static NodeProto require(Graph graph, Block block, String tensor) {
    return graph
        .producer(tensor)
        .filter(node -> graph.hasTensor(block.skip()))
        .orElseThrow(
            () ->
                new OnnxException(
                    "the model has no block '"
                        + block.name()
                        + "' (any more); find its blocks again after an edit"));
  }
}
