package io.entroscope.onnx.block;

import io.entroscope.onnx.Graph;
import io.entroscope.onnx.GraphEdit;
import io.entroscope.onnx.OnnxException;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.edit.GraphRewrite;
import io.entroscope.onnx.proto.NodeProto;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes blocks out of a model: what enters one of them enters what follows it, as it is or through
 * an affine map. Nodes and weights that are not used any more go with them; inputs, outputs and
 * metadata of the model stay.
 */
public final class BypassBlock implements GraphEdit {
  private final Map<Block, Bypass> blocks;
  private final Map<Block, StreamMap> maps;

  /** Takes out one block. */
  public BypassBlock(Block block, Bypass way) {
    this(Map.of(block, way));
  }

  /** Takes out blocks, each in its own way. */
  public BypassBlock(Map<Block, Bypass> blocks) {
    this(blocks, Map.of());
  }

  private BypassBlock(Map<Block, Bypass> blocks, Map<Block, StreamMap> maps) {
    this.blocks = new LinkedHashMap<>(blocks);
    this.maps = Map.copyOf(maps);
  }

  /**
   * Puts an affine map of each place or token in the place of a block, or of a span as {@link
   * Spans#join} gives it: one matrix product, or one convolution of 1×1 where channels come first.
   *
   * @param way whether the map stands for the block's output, or for its sum alone
   */
  public static BypassBlock by(StreamMap map, Block block, Bypass way) {
    return new BypassBlock(Map.of(block, way), Map.of(block, map));
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
    blocks.forEach((block, way) -> bypass(model, rewrite, block, way));
    return rewrite.finish();
  }

  private void bypass(OnnxModel model, GraphRewrite rewrite, Block block, Bypass way) {
    Graph graph = model.graph();
    if (!block.bypasses().contains(way)) {
      throw new OnnxException(
          "block '"
              + block.name()
              + "' has nothing behind its sum that could "
              + (way == Bypass.SUM ? "stay" : "go")
              + "; take it out the other way");
    }
    NodeProto sum = require(graph, block, block.sumNode());
    StreamMap map = maps.get(block);
    boolean fused = ResidualSum.isFused(sum);
    boolean wholeNode = way == Bypass.OUTPUT && block.closing() == Closing.NORMALIZATION;
    String replaced =
        !fused && way == Bypass.SUM ? block.sumNode() : fused && !wholeNode ? "" : block.output();
    if (map == null && !replaced.isEmpty()) {
      rewrite.bypass(require(graph, block, replaced), block.skip());
    } else if (map == null) {
      withoutSum(graph, rewrite, block, sum);
    } else {
      MapNodes nodes = new MapNodes(model, block, map, rewrite);
      if (replaced.isEmpty()) {
        mapped(rewrite, block, sum, nodes);
      } else {
        rewrite.replace(require(graph, block, replaced), nodes.giving(replaced));
      }
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

  /** Leaves the normalisation of a node that adds and normalises, behind a map. */
  private static void mapped(GraphRewrite rewrite, Block block, NodeProto fused, MapNodes map) {
    String sum = block.sum().orElse(block.output() + "_mapped");
    List<NodeProto> left = new ArrayList<>(map.giving(sum));
    if (!fused.getOutput(0).isEmpty()) {
      left.add(FusedNorms.alone(fused, sum));
    }
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
