package io.entroscope.onnx.observe;

import ai.onnx.proto.OnnxMl.NodeProto;
import io.entroscope.onnx.Graph;
import io.entroscope.onnx.block.Block;
import io.entroscope.onnx.block.BlockKind;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A block between two points of the stream.
 *
 * @param block the block
 * @param before the point that it takes; empty if its tensor has no rows for each example
 * @param after the point that it leaves; likewise
 * @param mask a tensor {@code [B, T]} of the model, 1 for each token that counts and 0 for padding;
 *     empty: all rows count
 */
public record BlockPoint(
    Block block, Optional<StreamPoint> before, Optional<StreamPoint> after, Optional<String> mask) {
  /** Operators after which axis 1 need not be that of the channels any more. */
  private static final Set<String> REFORMS = Set.of("Reshape", "Transpose", "Flatten");

  /** Whether rows before and after can be set side by side. */
  public boolean isMeasured() {
    return before.isPresent() && after.isPresent() && before.get().fits(after.get());
  }

  /**
   * Which axis of the stream runs over the units: 1 where convolutions work on it as it is, and
   * else the last.
   *
   * @param rank of the stream's tensors
   */
  public static int unitAxis(Graph graph, Block block, int rank) {
    List<String> operators =
        block.nodes().stream()
            .flatMap(node -> graph.producer(node).stream())
            .map(NodeProto::getOpType)
            .toList();
    boolean convolves = operators.stream().anyMatch(operator -> operator.contains("Conv"));
    boolean asItIs =
        rank > 3
            || (block.kind() == BlockKind.CONVOLUTION
                && operators.stream().noneMatch(REFORMS::contains));
    return rank > 2 && convolves && asItIs ? 1 : rank - 1;
  }
}
