package io.entroscope.core.plan;

import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.block.Block;
import io.entroscope.onnx.block.BlockKind;
import io.entroscope.onnx.block.Blocks;
import io.entroscope.onnx.block.Spans;
import io.entroscope.onnx.layer.FoundLayers;
import io.entroscope.onnx.layer.Layer;
import io.entroscope.onnx.layer.LayerKind;
import io.entroscope.onnx.layer.Reading;
import io.entroscope.onnx.observe.BlockPoint;
import io.entroscope.onnx.observe.StreamPoint;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Chooses where the residual stream of a model is observed: behind each whole block, for the curve,
 * and before and behind each block and half-block, for what it changes.
 */
final class StreamChooser {
  private final OnnxModel model;
  private final List<Layer> layers;
  private final List<Block> blocks;
  private final List<Block> whole;
  private final Set<String> inside = new HashSet<>();
  // By whole block: the place among the layers of the first one behind it.
  private final int[] ends;

  /** For the blocks of a model. */
  StreamChooser(FoundLayers found) {
    this.model = found.model();
    this.layers = found.layers();
    this.blocks =
        Blocks.find(found.model()).stream()
            .filter(block -> block.kind() != BlockKind.OUTER)
            .toList();
    List<Block> made = blocks.stream().filter(block -> block.kind() == BlockKind.LAYER).toList();
    this.whole =
        blocks.stream()
            .filter(
                block ->
                    made.contains(block)
                        || made.stream().noneMatch(of -> Blocks.overlap(of, block)))
            .toList();
    this.ends = new int[whole.size()];
    int end = 0;
    for (int i = 0; i < ends.length; i++) {
      inside.addAll(whole.get(i).nodes());
      for (int l = end; l < layers.size(); l++) {
        end = inside.contains(layers.get(l).output()) ? l + 1 : end;
      }
      ends[i] = end;
    }
  }

  /** Whether the model has no blocks. */
  boolean isEmpty() {
    return blocks.isEmpty();
  }

  /** The tensors whose shapes a {@link Probe} must measure. */
  Set<String> tensors() {
    Set<String> tensors = new LinkedHashSet<>();
    for (Block block : blocks) {
      tensors.add(block.input());
      tensors.add(block.output());
    }
    return tensors;
  }

  /** Whether a layer is a part of a block. */
  boolean holds(Layer layer) {
    return inside.contains(layer.output());
  }

  /** Whether a layer is fully connected and comes behind all blocks. */
  boolean isHead(Layer layer) {
    return layer.kind() == LayerKind.FULLY_CONNECTED
        && !isEmpty()
        && layers.indexOf(layer) >= ends[ends.length - 1];
  }

  /**
   * Layers and whole blocks in order of depth, each block behind the layers in it.
   *
   * @param chosen layers of the model
   * @return the layers, and one of kind {@link LayerKind#BLOCK} for each block
   */
  List<Layer> with(List<Layer> chosen, Probe probe) {
    List<Layer> all = new ArrayList<>();
    Set<String> names = new HashSet<>();
    layers.forEach(layer -> names.add(layer.name()));
    int from = 0;
    for (int i = 0; i < ends.length; i++) {
      layers.subList(from, ends[i]).stream().filter(chosen::contains).forEach(all::add);
      from = ends[i];
      asLayer(whole.get(i), probe, names).ifPresent(all::add);
    }
    layers.subList(from, layers.size()).stream().filter(chosen::contains).forEach(all::add);
    return all;
  }

  /** Empty if the stream has no axis of units at all. */
  private Optional<Layer> asLayer(Block block, Probe probe, Set<String> names) {
    List<Long> shape = probe.shape(block.output());
    int axis = axis(block, shape.size());
    if (shape.size() < 2 || shape.get(axis) < 1) {
      return Optional.empty();
    }
    int units = Math.toIntExact(shape.get(axis));
    return Optional.of(
        new Layer(
            names.add(block.name()) ? block.name() : block.name() + "_stream",
            block.sumNode(),
            LayerKind.BLOCK,
            new Layer.Path(
                block.input(), Optional.of(block.output()), Optional.empty(), Reading.PLAIN),
            axis == 1 && shape.size() > 2 ? 1 : -1,
            units,
            units,
            block.parameters(),
            false,
            Set.of(block.output())));
  }

  /**
   * All blocks with the stream before and behind them, in order of depth.
   *
   * @param mask which tokens count, if something says so
   */
  List<BlockPoint> points(Probe probe, Optional<TokenMask> mask) {
    return blocks.stream()
        .map(
            block -> {
              Optional<StreamPoint> after = stream(block, block.output(), probe);
              return new BlockPoint(
                  block,
                  stream(block, block.input(), probe),
                  after,
                  after.flatMap(point -> mask(point, mask)));
            })
        .toList();
  }

  private static Optional<String> mask(StreamPoint point, Optional<TokenMask> mask) {
    int examples = point.shape().indexOf(-1L);
    return mask.filter(of -> of.mean(point.shape(), examples, point.unitAxis()).isPresent())
        .map(TokenMask::input);
  }

  private int axis(Block block, int rank) {
    return rank > 2 && Spans.unitAxis(model, block, rank) == 1 ? 1 : rank - 1;
  }

  private Optional<StreamPoint> stream(Block block, String tensor, Probe probe) {
    int units = axis(block, probe.shape(tensor).size());
    return StreamPoint.of(tensor, probe.shape(tensor, units), units);
  }
}
