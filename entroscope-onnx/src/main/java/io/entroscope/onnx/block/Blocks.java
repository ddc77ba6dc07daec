package io.entroscope.onnx.block;

import io.entroscope.onnx.OnnxException;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.cost.Cost;
import io.entroscope.onnx.internal.Nearest;
import io.entroscope.setting.Listing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The residual blocks of a network. They are found by structure, in any network: a sum of a tensor
 * with what a branch makes of it, so names and exporters do not matter. Masks, positions and other
 * tensors may enter the branch from the side.
 */
public final class Blocks {
  private static final int NEAREST = 3;

  private Blocks() {}

  /** The blocks of a model, of whose shapes nothing is known but what it declares. */
  public static List<Block> find(OnnxModel model) {
    return find(model, Map.of());
  }

  /**
   * The blocks of a model, in order of depth: halves before the layer that they make.
   *
   * @param shapes what running the model on one example showed: the shapes of tensors by name, axis
   *     0 that of the examples, −1 for a size that is not known. Those of {@link #wanted} are of
   *     use; without them there are no multiply-adds
   */
  public static List<Block> find(OnnxModel model, Map<String, long[]> shapes) {
    return new BlockFinder(model, shapes).find();
  }

  /** The tensors whose shapes {@link #find(OnnxModel, Map)} can use. */
  public static Set<String> wanted(OnnxModel model) {
    DataFlow flow = new DataFlow(model.graph());
    Set<String> wanted = new LinkedHashSet<>(Cost.wanted(model));
    for (Block block : find(model)) {
      wanted.add(block.input());
      wanted.add(block.output());
    }
    wanted.removeIf(tensor -> !flow.depends(tensor));
    return wanted;
  }

  /**
   * The blocks that names, separated by commas, mean; in order of depth, each once. The end of a
   * name will do where no other name ends so.
   *
   * @throws OnnxException if a name is unknown (the nearest ones are offered), there are no blocks,
   *     one of them cannot be taken out, or two overlap
   */
  public static List<Block> select(List<Block> blocks, String names) {
    List<String> words =
        Arrays.stream(names.split(",")).map(String::strip).filter(w -> !w.isEmpty()).toList();
    if (words.isEmpty()) {
      throw new OnnxException("no blocks are named; give their names with commas between them");
    }
    Set<String> chosen = new HashSet<>();
    for (String word : words) {
      chosen.add(named(blocks, word).name());
    }
    List<Block> selected = blocks.stream().filter(b -> chosen.contains(b.name())).toList();
    requireDroppable(selected);
    return selected;
  }

  private static Block named(List<Block> blocks, String name) {
    if (blocks.isEmpty()) {
      throw new OnnxException(
          "the model has no residual blocks, so none can be taken out; its layers can be dropped"
              + " or folded ("
              + Listing.LAYERS
              + " lists them)");
    }
    Optional<Block> exact = blocks.stream().filter(b -> b.name().equals(name)).findFirst();
    List<Block> ending = blocks.stream().filter(b -> b.name().endsWith("." + name)).toList();
    return exact
        .or(() -> ending.size() == 1 ? Optional.of(ending.get(0)) : Optional.empty())
        .orElseThrow(
            () ->
                new OnnxException(
                    "the model has no block '"
                        + name
                        + "'; the nearest are "
                        + String.join(", ", Nearest.of(name, blocks, Block::name, NEAREST))
                        + " ("
                        + Listing.BLOCKS
                        + " lists all)"));
  }

  /**
   * Checks that blocks can be taken out, and out together.
   *
   * @throws OnnxException if one cannot, or two overlap
   */
  static void requireDroppable(List<Block> blocks) {
    List<Block> seen = new ArrayList<>();
    for (Block block : blocks) {
      block
          .refusal()
          .ifPresent(
              reason -> {
                throw new OnnxException(
                    "block '" + block.name() + "' cannot be taken out: it " + reason);
              });
      for (Block other : seen) {
        if (overlap(block, other)) {
          throw new OnnxException(
              "blocks '"
                  + other.name()
                  + "' and '"
                  + block.name()
                  + "' overlap: one holds nodes of the other; name one of them");
        }
      }
      seen.add(block);
    }
  }

  /** Whether two blocks share nodes. */
  public static boolean overlap(Block left, Block right) {
    Set<String> nodes = new HashSet<>(left.nodes());
    return right.nodes().stream().anyMatch(nodes::contains);
  }
}
