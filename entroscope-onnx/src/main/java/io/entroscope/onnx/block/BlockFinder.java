package io.entroscope.onnx.block;

import io.entroscope.onnx.Graph;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.internal.Constants;
import io.entroscope.onnx.internal.Nodes;
import io.entroscope.onnx.proto.NodeProto;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds the blocks of one model. */
final class BlockFinder {
  private final Graph graph;
  private final DataFlow flow;
  private final Constants constants;
  private final Kinds kinds;
  private final Costs costs;
  private final StreamShapes shapes;

  BlockFinder(OnnxModel model, Map<String, long[]> shapes) {
    this.graph = model.graph();
    this.flow = new DataFlow(graph);
    this.constants = new Constants(model);
    this.kinds = new Kinds(flow, constants);
    this.costs = new Costs(model, flow, constants, shapes);
    this.shapes = new StreamShapes(graph, shapes);
  }

  /** A block that is not named yet, with its parts if it has some. */
  private record Part(
      Residual residual,
      Closure closure,
      List<NodeProto> branch,
      List<NodeProto> nodes,
      BlockKind kind,
      BlockNames.Paths paths) {
    String output() {
      return closure.output();
    }
  }

  /** All blocks, in the order of their outputs; of one output, the smaller block first. */
  List<Block> find() {
    List<Part> parts = parts();
    List<List<Part>> layers = layers(parts);
    Set<List<String>> layerPaths =
        layers.stream().map(BlockFinder::path).collect(Collectors.toSet());
    List<String> names =
        BlockNames.elementary(
            parts.stream().map(Part::paths).toList(),
            parts.stream().map(Part::kind).toList(),
            layerPaths);
    List<Block> blocks = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      blocks.add(block(names.get(i), part, part, part.kind(), part.nodes()));
    }
    for (int i = 0; i < layers.size(); i++) {
      blocks.add(layer("layer" + (i + 1), layers.get(i)));
    }
    blocks.sort(
        Comparator.comparingInt((Block block) -> flow.order(block.output()))
            .thenComparingInt(block -> -flow.order(block.input())));
    List<String> unique = BlockNames.unique(blocks.stream().map(Block::name).toList());
    List<Block> named = new ArrayList<>();
    for (int i = 0; i < blocks.size(); i++) {
      named.add(blocks.get(i).named(unique.get(i)));
    }
    return named;
  }

  private List<Part> parts() {
    List<Residual> residuals = new ResidualFinder(graph, flow).find();
    Closures closures = new Closures(graph, flow, constants, residuals);
    Set<String> sums =
        residuals.stream()
            .map(residual -> Nodes.key(residual.sum().node()))
            .collect(Collectors.toSet());
    BlockNames names = new BlockNames(constants);
    List<Part> parts = new ArrayList<>();
    for (Residual residual : residuals) {
      Closure closure = closures.of(residual);
      List<NodeProto> branch = branch(residual);
      List<NodeProto> nodes = new ArrayList<>(flow.between(residual.input(), closure.output()));
      BlockKind kind = kind(residual, branch, sums);
      BlockKind before = parts.isEmpty() ? kind : parts.get(parts.size() - 1).kind();
      if (kind == BlockKind.FEED_FORWARD && before == BlockKind.TOKEN_MIXING) {
        kind = BlockKind.CHANNEL_MIXING;
      }
      parts.add(
          new Part(
              residual, closure, branch, nodes, kind, names.paths(branch, residual.sum().node())));
    }
    return parts;
  }

  private BlockKind kind(Residual residual, List<NodeProto> branch, Set<String> sums) {
    Set<BlockKind> sideBySide = EnumSet.noneOf(BlockKind.class);
    for (String one : residual.branches()) {
      List<NodeProto> nodes = flow.between(residual.input(), one);
      if (nodes.stream().anyMatch(ResidualFinder::works)) {
        sideBySide.add(kinds.of(nodes));
      }
    }
    if (sideBySide.contains(BlockKind.ATTENTION) && sideBySide.size() > 1) {
      return BlockKind.LAYER;
    }
    boolean outer = branch.stream().map(Nodes::key).anyMatch(sums::contains);
    return outer ? BlockKind.OUTER : kinds.of(branch);
  }

  private List<NodeProto> branch(Residual residual) {
    Set<String> keys = new HashSet<>();
    List<NodeProto> nodes = new ArrayList<>();
    for (String branch : residual.branches()) {
      for (NodeProto node : flow.between(residual.input(), branch)) {
        if (keys.add(Nodes.key(node))) {
          nodes.add(node);
        }
      }
    }
    return nodes;
  }

  /** Runs of halves that make whole layers. */
  private static List<List<Part>> layers(List<Part> parts) {
    Map<String, Part> byOutput = new LinkedHashMap<>();
    List<List<Part>> layers = new ArrayList<>();
    for (Part part : parts) {
      boolean ends =
          part.kind() == BlockKind.FEED_FORWARD || part.kind() == BlockKind.CHANNEL_MIXING;
      if (ends && !part.residual().projected()) {
        List<Part> run = mixers(part, byOutput);
        if (!run.isEmpty()) {
          run.add(part);
          layers.add(run);
        }
      }
      byOutput.put(part.output(), part);
    }
    return layers;
  }

  /** The halves that mix places or tokens right before one that does not; first the first. */
  private static List<Part> mixers(Part end, Map<String, Part> byOutput) {
    List<Part> run = new ArrayList<>();
    Part before = byOutput.get(end.residual().input());
    while (before != null
        && !before.residual().projected()
        && (run.isEmpty() ? mixes(before.kind()) : attendsTwice(before, run.get(0)))) {
      run.add(0, before);
      before = byOutput.get(before.residual().input());
    }
    return run;
  }

  private static boolean mixes(BlockKind kind) {
    return kind == BlockKind.ATTENTION
        || kind == BlockKind.TOKEN_MIXING
        || kind == BlockKind.CONVOLUTION;
  }

  /** Whether both attend, as a decoder does to its own tokens and to the encoder's. */
  private static boolean attendsTwice(Part first, Part second) {
    return first.kind() == BlockKind.ATTENTION && second.kind() == BlockKind.ATTENTION;
  }

  private static List<String> path(List<Part> layer) {
    return BlockNames.layer(layer.stream().map(Part::paths).toList());
  }

  private Block layer(String otherwise, List<Part> halves) {
    List<String> path = path(halves);
    List<NodeProto> nodes = halves.stream().flatMap(half -> half.nodes().stream()).toList();
    return block(
        path.isEmpty() ? otherwise : String.join(".", path),
        halves.get(0),
        halves.get(halves.size() - 1),
        BlockKind.LAYER,
        nodes);
  }

  private Block block(String name, Part first, Part last, BlockKind kind, List<NodeProto> nodes) {
    Residual residual = last.residual();
    Optional<String> refusal = refusal(first, last, nodes);
    OptionalLong multiplyAdds = costs.multiplyAdds(nodes);
    return new Block(
        name,
        kind,
        new Block.Stream(
            first.residual().input(),
            last.output(),
            first.residual().skip(),
            residual.sum().sum(),
            Nodes.key(residual.sum().node()),
            last.closure().closing()),
        nodes.stream().map(Nodes::key).toList(),
        costs.parameters(nodes),
        multiplyAdds,
        shapes.of(first.residual().input()),
        shapes.of(last.output()),
        refusal.isPresent() ? Set.of() : bypasses(last),
        refusal);
  }

  private static Set<Bypass> bypasses(Part last) {
    boolean onlyNormalized =
        last.residual().sum().sum().isEmpty() && last.closure().closing() == Closing.NONE;
    if (onlyNormalized) {
      return EnumSet.of(Bypass.SUM);
    }
    return last.closure().closing() == Closing.NONE
        ? EnumSet.of(Bypass.OUTPUT)
        : EnumSet.allOf(Bypass.class);
  }

  private Optional<String> refusal(Part first, Part last, List<NodeProto> nodes) {
    String input = first.residual().input();
    boolean convolves = nodes.stream().anyMatch(node -> node.getOpType().contains("Conv"));
    Optional<String> change = shapes.change(input, last.output(), convolves);
    if (change.isPresent()) {
      return change;
    }
    if (first.residual().projected()) {
      return Optional.of("projects its input before it adds");
    }
    if (last.residual().sum().quantized()) {
      return Optional.of("adds integers of different scales");
    }
    return usedElsewhere(last, nodes);
  }

  /** What else takes a tensor inside; an output of the model may, and stays what it is. */
  private Optional<String> usedElsewhere(Part last, List<NodeProto> nodes) {
    Set<String> inside = nodes.stream().map(Nodes::key).collect(Collectors.toSet());
    for (NodeProto node : nodes) {
      for (String tensor : node.getOutputList()) {
        boolean leaves =
            tensor.equals(last.output())
                || (last.closure().closing() == Closing.NONE
                    && Nodes.key(node).equals(Nodes.key(last.residual().sum().node())));
        if (tensor.isEmpty() || leaves) {
          continue;
        }
        Optional<NodeProto> taker =
            graph.consumers(tensor).stream()
                .filter(other -> !Nodes.asksForm(other) && !inside.contains(Nodes.key(other)))
                .findFirst();
        if (taker.isPresent()) {
          return Optional.of("has a tensor inside that " + Nodes.name(taker.get()) + " uses too");
        }
      }
    }
    return Optional.empty();
  }
}
