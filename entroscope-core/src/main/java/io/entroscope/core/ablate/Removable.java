package io.entroscope.core.ablate;

import io.entroscope.core.block.Candidate;
import io.entroscope.onnx.block.Block;
import io.entroscope.onnx.block.Bypass;
import java.util.Optional;
import java.util.Set;

/**
 * A candidate that can be taken out.
 *
 * @param depth its place among all candidates, from 1
 * @param candidate what it is
 * @param block which it is; empty: a layer
 * @param way what stays of it: nothing, or what closes it
 * @param nodes what is in it, each by the first tensor that it makes
 * @param skip the tensor that takes the place of what it makes
 * @param sum the tensors that its sum makes beside its output
 */
record Removable(
    int depth,
    Candidate candidate,
    Optional<Block> block,
    Bypass way,
    Set<String> nodes,
    String skip,
    Set<String> sum) {
  Removable {
    nodes = Set.copyOf(nodes);
    sum = Set.copyOf(sum);
  }

  /** Whether it is not made of others. */
  boolean isElementary() {
    return block.map(Block::isElementary).orElse(true);
  }

  String name() {
    return candidate.name();
  }

  boolean overlaps(Removable other) {
    return other.nodes.stream().anyMatch(nodes::contains);
  }
}
