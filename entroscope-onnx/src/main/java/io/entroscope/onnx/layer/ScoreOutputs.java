package io.entroscope.onnx.layer;

import io.entroscope.onnx.Graph;
import io.entroscope.onnx.TensorType;
import io.entroscope.onnx.proto.NodeProto;
import io.entroscope.onnx.proto.ValueInfoProto;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Ranks outputs that may be class scores by where they stand in the graph and how wide they are.
 * Their position among the outputs says nothing: features and auxiliary heads come first as well as
 * last.
 */
final class ScoreOutputs {
  /** What leaves the order of the classes as it is. */
  private static final Set<String> KEEPING = Set.of("Softmax", "LogSoftmax", "Identity", "Cast");

  private static final int FITS = 2;
  private static final int UNKNOWN = 1;

  private final Graph graph;
  private final int classes;
  private final Map<String, Integer> depths = new HashMap<>();

  ScoreOutputs(Graph graph, int classes) {
    this.graph = graph;
    this.classes = classes;
    for (NodeProto node : graph.nodes()) {
      int depth = 0;
      for (String input : node.getInputList()) {
        depth = Math.max(depth, depths.getOrDefault(input, 0));
      }
      for (String output : node.getOutputList()) {
        depths.put(output, depth + 1);
      }
    }
  }

  /**
   * An output and how predictions would be read from it.
   *
   * @param output of the graph
   * @param predictions in it
   */
  record Candidate(ValueInfoProto output, Predictions predictions) {
    String tensor() {
      return predictions.tensor();
    }
  }

  /** The best one, with the others that fit as well; empty if there are none. */
  Optional<Predictions> best(List<Candidate> candidates) {
    List<Candidate> ends = candidates.stream().filter(one -> !isFeature(one, candidates)).toList();
    int fit = ends.stream().mapToInt(this::fit).max().orElse(0);
    List<Candidate> fitting = ends.stream().filter(one -> fit(one) == fit).toList();
    Optional<Candidate> best =
        fitting.stream().sorted(Comparator.comparingInt(this::depth).reversed()).findFirst();
    return best.map(
        chosen -> {
          Predictions of = chosen.predictions();
          List<String> rivals =
              fitting.stream()
                  .filter(one -> !one.equals(chosen) && !sameOrder(one, chosen))
                  .map(one -> one.output().getName())
                  .toList();
          return new Predictions(of.tensor(), of.kind(), of.labels(), rivals);
        });
  }

  /** Whether another output, which fits no worse, is computed from it. */
  private boolean isFeature(Candidate one, List<Candidate> all) {
    Set<String> after = reached(one.tensor(), false);
    return all.stream()
        .anyMatch(
            other ->
                !other.tensor().equals(one.tensor())
                    && after.contains(other.tensor())
                    && fit(other) >= fit(one)
                    && !sameOrder(one, other));
  }

  private boolean sameOrder(Candidate one, Candidate other) {
    return one.tensor().equals(other.tensor())
        || reached(one.tensor(), true).contains(other.tensor())
        || reached(other.tensor(), true).contains(one.tensor());
  }

  private Set<String> reached(String from, boolean keepingOnly) {
    Set<String> reached = new HashSet<>(Set.of(from));
    for (NodeProto node : graph.nodes()) {
      if ((!keepingOnly || KEEPING.contains(node.getOpType()))
          && node.getInputList().stream().anyMatch(reached::contains)) {
        reached.addAll(node.getOutputList());
      }
    }
    return reached;
  }

  private int depth(Candidate one) {
    return depths.getOrDefault(one.tensor(), 0);
  }

  private int fit(Candidate one) {
    if (one.predictions().kind() != Predictions.Kind.SCORES) {
      return classes == 2 ? FITS : 0;
    }
    int labels = one.predictions().labels().size();
    long width =
        labels > 0
            ? labels
            : TensorType.of(one.output())
                .filter(type -> type.rank() >= 2)
                .map(type -> type.size(1))
                .orElse(-1L);
    return width < 0 ? UNKNOWN : width == classes ? FITS : 0;
  }
}
