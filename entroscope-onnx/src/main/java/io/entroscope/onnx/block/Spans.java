package io.entroscope.onnx.block;

import io.entroscope.onnx.Attributes;
import io.entroscope.onnx.OnnxException;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.internal.Constant;
import io.entroscope.onnx.internal.Constants;
import io.entroscope.onnx.proto.NodeProto;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
   * The axis of a block's stream that runs over its units: the one that reaches a convolution as
   * its channels, however it is transposed on the way, and else the last.
   *
   * @param model that the block is of
   * @param rank of the stream's tensors; 0 if not known
   * @return 1, or −1 for the last
   */
  public static int unitAxis(OnnxModel model, Block block, int rank) {
    Constants constants = new Constants(model);
    Map<String, List<Long>> orders = new HashMap<>();
    orders.put(block.input(), List.of());
    orders.put(block.skip(), List.of());
    for (String key : block.nodes()) {
      NodeProto node = model.graph().producer(key).orElseThrow();
      Optional<List<Long>> order =
          node.getInputList().stream().filter(orders::containsKey).findFirst().map(orders::get);
      if (order.isEmpty()) {
        continue;
      }
      if (!node.getOpType().contains("Conv")) {
        after(node, order.get())
            .ifPresent(of -> node.getOutputList().forEach(tensor -> orders.put(tensor, of)));
      } else if (rank == 0 || Set.of(0, rank).contains(rank(node, constants))) {
        return order.get().isEmpty() || order.get().get(1) == 1 ? 1 : -1;
      }
    }
    return -1;
  }

  /**
   * The stream's axes in the order in which a node leaves them; empty if that is not known.
   *
   * @param order in which it takes them; none: as they are in the stream
   */
  private static Optional<List<Long>> after(NodeProto node, List<Long> order) {
    if (!node.getOpType().equals("Transpose")) {
      return Optional.of(order);
    }
    return Attributes.longs(node, "perm")
        .map(perm -> Arrays.stream(perm).boxed().toList())
        .filter(perm -> order.isEmpty() || order.size() == perm.size())
        .map(
            perm ->
                order.isEmpty()
                    ? perm
                    : perm.stream().map(at -> order.get(at.intValue())).toList());
  }

  private static int rank(NodeProto convolution, Constants constants) {
    return constants
        .input(convolution, convolution.getOpType().startsWith("QLinear") ? 3 : 1)
        .map(Constant::rank)
        .orElse(0);
  }
}
