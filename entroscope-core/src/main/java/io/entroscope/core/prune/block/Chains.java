package io.entroscope.core.prune.block;

import io.entroscope.core.PlanException;
import io.entroscope.data.PositionHash;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.block.Block;
import io.entroscope.onnx.block.BlockKind;
import io.entroscope.onnx.block.Blocks;
import io.entroscope.onnx.block.Spans;
import io.entroscope.onnx.layer.Layer;
import io.entroscope.onnx.layer.LayerKind;
import io.entroscope.onnx.layer.Layers;
import io.entroscope.setting.Setting;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The blocks of a model among which is chosen, as chains: whole layers where there are some, other
 * blocks elsewhere, or those of one kind. From each chain one span goes at most.
 */
final class Chains {
  private final List<Block> candidates;
  private final List<List<Block>> chains;

  private Chains(List<Block> candidates) {
    this.candidates = candidates;
    this.chains = Spans.of(candidates);
  }

  /**
   * The chains of a model.
   *
   * @param blocks all of its blocks, in order of depth
   * @param kind the only one that is meant, if one is
   * @throws PlanException if there are none that can be taken out
   */
  static Chains of(OnnxModel model, List<Block> blocks, Optional<BlockKind> kind) {
    if (blocks.isEmpty()) {
      throw new PlanException("the model has no residual blocks to choose from" + layers(model));
    }
    List<Block> droppable = blocks.stream().filter(Block::isDroppable).toList();
    List<Block> candidates = new ArrayList<>();
    if (kind.isPresent()) {
      droppable.stream().filter(block -> block.kind() == kind.get()).forEach(candidates::add);
    } else {
      droppable.stream().filter(block -> block.kind() == BlockKind.LAYER).forEach(candidates::add);
      List<Block> layers = List.copyOf(candidates);
      droppable.stream()
          .filter(Block::isElementary)
          .filter(block -> layers.stream().noneMatch(layer -> Blocks.overlap(layer, block)))
          .forEach(candidates::add);
      candidates.sort(Comparator.comparingInt(blocks::indexOf));
    }
    if (candidates.isEmpty()) {
      throw new PlanException(
          "no block"
              + kind.map(of -> " of kind " + of.label()).orElse("")
              + " of the model can be taken out; it has "
              + kinds(blocks));
    }
    return new Chains(List.copyOf(candidates));
  }

  /** The fully connected layers that might go instead, all but the last, and how. */
  private static String layers(OnnxModel model) {
    List<String> names =
        Layers.find(model).stream()
            .filter(layer -> layer.kind() == LayerKind.FULLY_CONNECTED && !layer.last())
            .map(Layer::name)
            .toList();
    return names.isEmpty()
        ? ", and no fully connected layer before its last layer, so nothing can be taken out of it"
        : ", but fully connected layers: "
            + String.join(", ", names)
            + "; name those that are to go with "
            + Setting.DROP;
  }

  private static String kinds(List<Block> blocks) {
    return blocks.stream()
        .collect(
            Collectors.groupingBy(
                block -> block.kind().label() + (block.isDroppable() ? "" : " (fixed)"),
                java.util.TreeMap::new,
                Collectors.counting()))
        .entrySet()
        .stream()
        .map(entry -> entry.getValue() + " " + entry.getKey())
        .collect(Collectors.joining(", "));
  }

  /** The chains, in order of depth. */
  List<List<Block>> chains() {
    return chains;
  }

  /** How many blocks there are. */
  int size() {
    return candidates.size();
  }

  /**
   * Checks a number of blocks.
   *
   * @throws PlanException if it is not positive, or not so many can go
   */
  void require(int count) {
    if (count < 1 || count > size()) {
      throw new PlanException(
          count + " blocks are to go, but 1 to " + size() + " can: " + String.join(", ", names()));
    }
  }

  private List<String> names() {
    return candidates.stream().map(Block::name).toList();
  }

  /** The last blocks. */
  Choice last(int count) {
    return Choice.of(Spans.of(candidates.subList(candidates.size() - count, candidates.size())));
  }

  /** Blocks chosen by chance. */
  Choice random(int count, long seed) {
    List<Block> chosen =
        IntStream.range(0, candidates.size())
            .boxed()
            .sorted(
                (a, b) ->
                    Long.compareUnsigned(PositionHash.hash(seed, a), PositionHash.hash(seed, b)))
            .limit(count)
            .sorted()
            .map(candidates::get)
            .toList();
    return Choice.of(Spans.of(chosen));
  }

  /**
   * The blocks that have the least influence each alone.
   *
   * @param influences of the chains
   */
  Choice leastInfluentialAlone(int count, List<SpanInfluence> influences) {
    Map<Block, Double> alone = new HashMap<>();
    for (int chain = 0; chain < chains.size(); chain++) {
      for (int i = 0; i < chains.get(chain).size(); i++) {
        alone.put(chains.get(chain).get(i), influences.get(chain).of(i, 1));
      }
    }
    return Choice.of(
        Spans.of(
            candidates.stream()
                .sorted(Comparator.comparingDouble(block -> alone.getOrDefault(block, 0.0)))
                .limit(count)
                .sorted(Comparator.comparingInt(candidates::indexOf))
                .toList()));
  }

  /**
   * Of each chain one span at most, so many blocks in all, with the least influence together.
   *
   * @param influences of the chains
   */
  Choice leastInfluential(int count, List<SpanInfluence> influences) {
    double[] least = new double[count + 1];
    Arrays.fill(least, Double.POSITIVE_INFINITY);
    least[0] = 0;
    int[][] lengths = new int[chains.size()][count + 1];
    for (int chain = 0; chain < chains.size(); chain++) {
      double[] before = least.clone();
      for (int total = 1; total <= count; total++) {
        for (int length = 1; length <= Math.min(total, chains.get(chain).size()); length++) {
          SpanInfluence influence = influences.get(chain);
          double cost = influence.of(influence.leastInfluential(length), length);
          if (before[total - length] + cost < least[total]) {
            least[total] = before[total - length] + cost;
            lengths[chain][total] = length;
          }
        }
      }
    }
    List<List<Block>> spans = new ArrayList<>();
    int left = count;
    for (int chain = chains.size() - 1; chain >= 0; chain--) {
      int length = lengths[chain][left];
      if (length > 0) {
        int first = influences.get(chain).leastInfluential(length);
        spans.add(0, chains.get(chain).subList(first, first + length));
        left -= length;
      }
    }
    return Choice.of(spans);
  }
}
