package io.entroscope.onnx.block;

import io.entroscope.onnx.Graph;
import io.entroscope.onnx.internal.Nodes;
import io.entroscope.onnx.proto.NodeProto;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the normalisation that takes all of a tensor, as one node or written out: the mean taken
 * off, divided by the deviation, and perhaps scaled and shifted.
 */
final class Normalizations {
  private static final Set<String> SINGLE =
      Set.of(
          "BatchNormalization",
          "GroupNorm",
          "GroupNormalization",
          "InstanceNormalization",
          "LayerNormalization",
          "LpNormalization",
          "RMSNormalization",
          "SimplifiedLayerNormalization");
  private static final Set<String> PARTS =
      Set.of(
          "Add",
          "Cast",
          "Div",
          "Mul",
          "Pow",
          "Reciprocal",
          "ReduceL2",
          "ReduceMean",
          "ReduceSum",
          "ReduceSumSquare",
          "Sqrt",
          "Sub");
  private static final Set<String> DIVIDING = Set.of("Div", "Reciprocal", "Sqrt", "Pow");
  private static final int LARGEST = 16;

  private final Graph graph;
  private final DataFlow flow;

  Normalizations(Graph graph, DataFlow flow) {
    this.graph = graph;
    this.flow = flow;
  }

  /** The normalised tensor; empty if something else takes the tensor too, or nothing normalises. */
  Optional<String> behind(String tensor) {
    if (graph.isOutput(tensor)) {
      return Optional.empty();
    }
    List<NodeProto> takers = takers(tensor);
    if (takers.size() == 1 && SINGLE.contains(takers.get(0).getOpType())) {
      NodeProto node = takers.get(0);
      return node.getInput(0).equals(tensor) ? Optional.of(node.getOutput(0)) : Optional.empty();
    }
    return writtenOut(tensor).map(this::scaled);
  }

  private List<NodeProto> takers(String tensor) {
    return graph.consumers(tensor).stream().filter(node -> !Nodes.asksForm(node)).toList();
  }

  private Optional<String> writtenOut(String tensor) {
    Set<String> inside = new HashSet<>(Set.of(tensor));
    Set<String> operators = new HashSet<>();
    for (int grown = 0; grown < LARGEST; grown++) {
      Optional<NodeProto> next = next(inside);
      if (next.isEmpty()) {
        return Optional.empty();
      }
      operators.add(next.get().getOpType());
      String exit = next.get().getOutput(0);
      inside.add(exit);
      boolean normalises =
          operators.stream().anyMatch(operator -> operator.startsWith("Reduce"))
              && (operators.contains("Div") || operators.contains("Mul"))
              && operators.stream().anyMatch(DIVIDING::contains);
      if (normalises && isClosed(inside, exit)) {
        return Optional.of(exit);
      }
    }
    return Optional.empty();
  }

  /** The first node, in topological order, that takes only what is inside and constants. */
  private Optional<NodeProto> next(Set<String> inside) {
    return inside.stream()
        .flatMap(tensor -> takers(tensor).stream())
        .filter(node -> PARTS.contains(node.getOpType()))
        .filter(node -> !inside.contains(node.getOutput(0)))
        .filter(node -> inside.containsAll(flow.inputs(node)))
        .min(Comparator.comparingInt(node -> flow.order(node.getOutput(0))));
  }

  private boolean isClosed(Set<String> inside, String exit) {
    return inside.stream()
        .filter(tensor -> !tensor.equals(exit))
        .allMatch(
            tensor ->
                !graph.isOutput(tensor)
                    && takers(tensor).stream()
                        .allMatch(node -> inside.contains(node.getOutput(0))));
  }

  /** The tensor after the scale and the shift that may follow. */
  private String scaled(String normalized) {
    String end = normalized;
    for (String operator : List.of("Mul", "Add")) {
      List<NodeProto> takers = takers(end);
      if (!graph.isOutput(end)
          && takers.size() == 1
          && Nodes.is(takers.get(0), operator)
          && flow.inputs(takers.get(0)).size() == 1) {
        end = takers.get(0).getOutput(0);
      }
    }
    return end;
  }
}
