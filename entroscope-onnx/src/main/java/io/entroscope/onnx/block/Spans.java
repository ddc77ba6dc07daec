package io.entroscope.onnx.block;

import ai.onnx.proto.OnnxMl.NodeProto;
import io.entroscope.onnx.OnnxException;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.internal.Constant;
import io.entroscope.onnx.internal.Constants;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Spans: blocks one behind the other, each of which takes what the one before leaves in the stream.
 */
public final class Spans {
  private Spans() {}

  /**
   * The longest spans that blocks make, in order of depth. Where some overlap, only those that can
   * follow one another are in one span.
   *
   * @param blocks in order of depth, without overlaps
   */
  public static List<List<Block>> of(List<Block> blocks) {
    Map<String, List<Block>> open = new HashMap<>();
    List<List<Block>> spans = new ArrayList<>();
    for (Block block : blocks) {
      List<Block> span = open.remove(block.input());
      if (span == null) {
        span = new ArrayList<>();
        spans.add(span);
      }
      span.add(block);
      open.put(block.output(), span);
    }
    return spans.stream().map(List::copyOf).toList();
  }

  /**
   * A span as one block: it takes what the first takes and leaves what the last leaves.
   *
   * @throws OnnxException if there are none, one cannot be taken out, or one does not follow the
   *     one before
   */
  public static Block join(List<Block> span) {
    if (span.isEmpty()) {
      throw new OnnxException("a span holds one block or more");
    }
    Blocks.requireDroppable(span);
    Block first = span.get(0);
    Block last = span.get(span.size() - 1);
    if (span.size() == 1) {
      return first;
    }
    for (int i = 1; i < span.size(); i++) {
      if (!span.get(i).input().equals(span.get(i - 1).output())) {
        throw new OnnxException(
            "block '"
                + span.get(i).name()
                + "' does not follow '"
                + span.get(i - 1).name()
                + "', so they make no span");
      }
    }
    return new Block(
        first.name() + " to " + last.name(),
        BlockKind.OUTER,
        new Block.Stream(
            first.input(), last.output(), first.skip(), last.sum(), last.sumNode(), last.closing()),
        span.stream().flatMap(block -> block.nodes().stream()).toList(),
        span.stream().mapToLong(Block::parameters).sum(),
        multiplyAdds(span),
        first.inputShape(),
        last.outputShape(),
        last.bypasses(),
        first.refusal());
  }

  private static OptionalLong multiplyAdds(List<Block> span) {
    return span.stream().allMatch(block -> block.multiplyAdds().isPresent())
        ? OptionalLong.of(
            span.stream().mapToLong(block -> block.multiplyAdds().orElseThrow()).sum())
        : OptionalLong.empty();
  }

  /**
   * The axis of a block's stream that runs over its units: 1 where it convolves, which takes
   * channels first, and −1, the last, elsewhere.
   */
  public static int unitAxis(OnnxModel model, Block block) {
    Constants constants = new Constants(model);
    Set<String> inside = new HashSet<>(block.nodes());
    int rank = block.inputShape().size();
    for (NodeProto node : model.graph().nodes()) {
      boolean convolves =
          node.getOpType().contains("Conv")
              && node.getOutputList().stream().anyMatch(inside::contains);
      if (convolves && (rank == 0 || rank == rank(node, constants))) {
        return 1;
      }
    }
    return -1;
  }

  private static int rank(NodeProto convolution, Constants constants) {
    return constants
        .input(convolution, convolution.getOpType().startsWith("QLinear") ? 3 : 1)
        .map(Constant::rank)
        .orElse(0);
  }
}
