package io.entroscope.onnx.block;

import io.entroscope.onnx.cost.Cost;
import io.entroscope.onnx.internal.Constant;
import io.entroscope.onnx.internal.Constants;
import io.entroscope.onnx.layer.LayerNames;
import io.entroscope.onnx.proto.NodeProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Names for blocks that a person recognises: the part of the module's path that the names of its
 * products and its sum, or of its weights, have in common.
 */
final class BlockNames {
  private final Constants constants;

  BlockNames(Constants constants) {
    this.constants = constants;
  }

  /**
   * What the names in a block have in common.
   *
   * @param products the path that its products share
   * @param all the path that its products and its sum share
   */
  record Paths(List<String> products, List<String> all) {
    Paths {
      products = List.copyOf(products);
      all = List.copyOf(all);
    }
  }

  /** The paths of a block. */
  Paths paths(List<NodeProto> branch, NodeProto sum) {
    List<List<String>> nodes = new ArrayList<>();
    List<List<String>> weights = new ArrayList<>();
    for (NodeProto node : branch) {
      if (Cost.isProduct(node)) {
        parse(node.getName()).ifPresent(nodes::add);
      }
      if (Cost.isProduct(node) || node.getOpType().equals("Add")) {
        labels(node).forEach(label -> parse(label).ifPresent(weights::add));
      }
    }
    List<String> byNode = common(nodes);
    List<String> byWeight = common(weights);
    if (byNode.isEmpty()) {
      return new Paths(byWeight, byWeight);
    }
    List<String> all =
        parse(sum.getName()).map(path -> common(List.of(byNode, path))).orElse(byNode);
    return new Paths(byNode, all.isEmpty() ? byNode : all);
  }

  private List<String> labels(NodeProto node) {
    return node.getInputList().stream()
        .flatMap(input -> constants.find(input).map(Constant::label).stream())
        .toList();
  }

  /** The path that a name holds; a name of one part tells nothing of where it is. */
  private static Optional<List<String>> parse(String name) {
    return LayerNames.parse(name).filter(path -> path.size() > 1 || name.contains("/"));
  }

  private static List<String> common(List<List<String>> paths) {
    if (paths.isEmpty()) {
      return List.of();
    }
    List<String> common = paths.get(0);
    for (List<String> path : paths) {
      int length = 0;
      while (length < Math.min(common.size(), path.size())
          && common.get(length).equals(path.get(length))) {
        length++;
      }
      common = common.subList(0, length);
    }
    return common;
  }

  /**
   * Unique names for blocks that are not made of others, in their order.
   *
   * @param kinds the kinds of the blocks, which tell those of one path apart
   * @param layers the paths of whole layers, which no part of one may have
   */
  static List<String> elementary(
      List<Paths> blocks, List<BlockKind> kinds, Set<List<String>> layers) {
    Map<List<String>, Integer> uses = new HashMap<>();
    Map<List<String>, Integer> productUses = new HashMap<>();
    for (Paths paths : blocks) {
      uses.merge(paths.all(), 1, Integer::sum);
      productUses.merge(paths.products(), 1, Integer::sum);
    }
    List<String> names = new ArrayList<>();
    for (int i = 0; i < blocks.size(); i++) {
      List<String> all = blocks.get(i).all();
      List<String> products = blocks.get(i).products();
      if (all.isEmpty()) {
        names.add("block" + (i + 1));
      } else if (uses.getOrDefault(all, 0) == 1 && !layers.contains(all)) {
        names.add(String.join(".", all));
      } else if (productUses.getOrDefault(products, 0) == 1 && !layers.contains(products)) {
        names.add(String.join(".", products));
      } else {
        names.add(String.join(".", all) + "." + kinds.get(i).label());
      }
    }
    return unique(names);
  }

  /** The path that all parts of a whole layer share. */
  static List<String> layer(List<Paths> parts) {
    return common(parts.stream().map(Paths::all).toList());
  }

  /** The names, those given again with a number behind them. */
  static List<String> unique(List<String> names) {
    Set<String> given = new HashSet<>();
    List<String> unique = new ArrayList<>();
    for (String name : names) {
      String candidate = name;
      for (int again = 2; !given.add(candidate); again++) {
        candidate = name + "_" + again;
      }
      unique.add(candidate);
    }
    return unique;
  }
}
