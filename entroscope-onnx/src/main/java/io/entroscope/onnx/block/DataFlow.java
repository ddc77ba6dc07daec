package io.entroscope.onnx.block;

import io.entroscope.onnx.Graph;
import io.entroscope.onnx.internal.Nodes;
import io.entroscope.onnx.proto.NodeProto;
import io.entroscope.onnx.proto.ValueInfoProto;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which tensors of a graph depend on the examples, and through which others. Asking for a tensor's
 * shape is no dependence. A tensor x dominates y if every path from the examples to y goes through
 * x.
 */
final class DataFlow {
  private static final int NONE = -1;

  private final Graph graph;
  private final Map<String, Integer> ids = new HashMap<>();
  private final List<String> tensors = new ArrayList<>();

  /** For each tensor those that it depends on, itself among them. */
  private final List<BitSet> before = new ArrayList<>();

  private final List<Integer> dominators = new ArrayList<>();
  private final List<Integer> depths = new ArrayList<>();

  DataFlow(Graph graph) {
    this.graph = graph;
    for (ValueInfoProto input : graph.inputs()) {
      add(input.getName(), new BitSet(), NONE);
    }
    for (NodeProto node : graph.nodes()) {
      List<String> inputs = inputs(node);
      if (inputs.isEmpty()) {
        continue;
      }
      BitSet reached = new BitSet();
      int dominator = order(inputs.get(0));
      for (String input : inputs) {
        int id = order(input);
        reached.or(before.get(id));
        dominator = meet(dominator, id);
      }
      addOutputs(node, reached, dominator);
    }
  }

  /** Where one node adds and normalises, the normalised tensor comes of the sum. */
  private void addOutputs(NodeProto node, BitSet reached, int dominator) {
    Optional<String> sum =
        ResidualSum.isFused(node)
            ? ResidualSum.of(node).flatMap(ResidualSum::sum)
            : Optional.empty();
    sum.ifPresent(tensor -> add(tensor, (BitSet) reached.clone(), dominator));
    for (String output : node.getOutputList()) {
      if (output.isEmpty() || sum.filter(output::equals).isPresent()) {
        continue;
      }
      BitSet all = (BitSet) reached.clone();
      sum.ifPresent(tensor -> all.set(order(tensor)));
      add(output, all, sum.map(this::order).orElse(dominator));
    }
  }

  private void add(String tensor, BitSet reached, int dominator) {
    int id = tensors.size();
    reached.set(id);
    ids.put(tensor, id);
    tensors.add(tensor);
    before.add(reached);
    dominators.add(dominator);
    depths.add(dominator == NONE ? 1 : depths.get(dominator) + 1);
  }

  /** The last tensor that dominates both; {@link #NONE} if there is none. */
  private int meet(int left, int right) {
    int a = left;
    int b = right;
    while (a != b) {
      if (a == NONE || b == NONE) {
        return NONE;
      }
      if (depths.get(a) >= depths.get(b)) {
        a = dominators.get(a);
      } else {
        b = dominators.get(b);
      }
    }
    return a;
  }

  /** The inputs of a node that depend on the examples; none of a node that asks for a shape. */
  List<String> inputs(NodeProto node) {
    return Nodes.asksForm(node)
        ? List.of()
        : Nodes.taken(node).stream().filter(ids::containsKey).toList();
  }

  /** Whether a tensor depends on the examples. */
  boolean depends(String tensor) {
    return ids.containsKey(tensor);
  }

  /** A number that is larger for tensors made later; −1 if it does not depend on the examples. */
  int order(String tensor) {
    return ids.getOrDefault(tensor, NONE);
  }

  /** Whether {@code later} is another tensor that depends on {@code earlier}. */
  boolean comesBefore(String earlier, String later) {
    int from = order(earlier);
    int to = order(later);
    return from != NONE && to != NONE && from != to && before.get(to).get(from);
  }

  /** The last tensor that dominates both of two; empty if there is none. */
  Optional<String> commonDominator(String left, String right) {
    int id = meet(order(left), order(right));
    return id == NONE ? Optional.empty() : Optional.of(tensors.get(id));
  }

  /** The nodes between two tensors: on a path from one to the other; in topological order. */
  List<NodeProto> between(String from, String to) {
    List<NodeProto> nodes = new ArrayList<>();
    for (NodeProto node : graph.nodes()) {
      boolean leads =
          node.getOutputList().stream().anyMatch(out -> out.equals(to) || comesBefore(out, to));
      if (leads && inputs(node).stream().anyMatch(in -> in.equals(from) || comesBefore(from, in))) {
        nodes.add(node);
      }
    }
    return nodes;
  }
}
