package io.entroscope.core.prune.block;

import io.entroscope.onnx.block.Block;
import java.util.List;
import java.util.stream.Stream;

/**
 * Candidates to be taken out together.
 *
 * @param spans blocks one behind the other, spans in order of depth
 * @param layers names of fully connected layers outside of blocks
 */
record Choice(List<List<Block>> spans, List<String> layers) {
  Choice {
    spans = spans.stream().map(List::copyOf).toList();
    layers = List.copyOf(layers);
  }

  static Choice of(List<List<Block>> spans) {
    return new Choice(spans, List.of());
  }

  /** The names of all. */
  List<String> names() {
    return Stream.concat(spans.stream().flatMap(List::stream).map(Block::name), layers.stream())
        .toList();
  }

  /** How many blocks go. */
  int blocks() {
    return spans.stream().mapToInt(List::size).sum();
  }
}
