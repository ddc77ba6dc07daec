package io.entroscope.onnx.layer.internal;

import io.entroscope.onnx.Graph;
import io.entroscope.onnx.internal.Constant;
import io.entroscope.onnx.internal.Constants;
import io.entroscope.onnx.internal.Elementwise;
import io.entroscope.onnx.internal.Functions;
import io.entroscope.onnx.internal.Nodes;
import io.entroscope.onnx.proto.NodeProto;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds the activation function of a tensor: the smallest region of elementwise nodes that depends
 * on this tensor and constants alone, through which everything that takes the tensor passes, and
 * that is not linear. Which function it is, is found by computing it, not by how it is written.
 */
public final class ActivationFinder {
  private static final int LARGEST_REGION = 48;
  private static final int LONGEST_TAIL = 3;

  private final Graph graph;
  private final Constants constants;
  private final Map<String, Integer> order = new HashMap<>();

  public ActivationFinder(Graph graph, Constants constants) {
    this.graph = graph;
    this.constants = constants;
    for (NodeProto node : graph.nodes()) {
      order.put(Nodes.key(node), order.size());
    }
  }

  /**
   * The activation that follows a tensor; empty if none does, as when the tensor also goes another
   * way (a residual connection).
   *
   * @param allowed which constants may take part: those that do not mix units
   */
  public Optional<ActivationRegion> find(String entry, Predicate<Constant> allowed) {
    List<NodeProto> takers = takers(entry);
    if (takers.isEmpty() || !takers.stream().allMatch(Elementwise::isElementwise)) {
      return Optional.empty();
    }
    Set<String> varying = new HashSet<>(Set.of(entry));
    List<NodeProto> grown = new ArrayList<>();
    PriorityQueue<NodeProto> waiting =
        new PriorityQueue<>(Comparator.comparing(taker -> order.get(Nodes.key(taker))));
    Set<String> seen = new HashSet<>();
    takers.stream().filter(taker -> seen.add(Nodes.key(taker))).forEach(waiting::add);
    while (!waiting.isEmpty() && grown.size() < LARGEST_REGION) {
      NodeProto node = waiting.remove();
      if (!belongs(node, varying, allowed)) {
        continue;
      }
      grown.add(node);
      String exit = node.getOutput(0);
      varying.add(exit);
      List<NodeProto> region = leadingTo(exit, grown);
      if (!Elementwise.givesTruth(node)
          && containsAll(region, takers)
          && region.stream().anyMatch(part -> Elementwise.isNonlinear(part, varying))) {
        return Optional.ofNullable(named(entry, exit, region, varying, allowed));
      }
      takers(exit).stream().filter(taker -> seen.add(Nodes.key(taker))).forEach(waiting::add);
    }
    return Optional.empty();
  }

  private List<NodeProto> takers(String tensor) {
    return graph.consumers(tensor).stream().filter(node -> !Nodes.asksForm(node)).toList();
  }

  private boolean belongs(NodeProto node, Set<String> varying, Predicate<Constant> allowed) {
    return Elementwise.isElementwise(node)
        && node.getInputList().stream()
            .allMatch(
                input ->
                    input.isEmpty()
                        || varying.contains(input)
                        || constants.find(input).filter(allowed).isPresent());
  }

  private static List<NodeProto> leadingTo(String exit, List<NodeProto> grown) {
    Set<String> wanted = new HashSet<>(Set.of(exit));
    List<NodeProto> region = new ArrayList<>();
    for (int i = grown.size() - 1; i >= 0; i--) {
      NodeProto node = grown.get(i);
      if (wanted.contains(node.getOutput(0))) {
        wanted.addAll(node.getInputList());
        region.add(node);
      }
    }
    Collections.reverse(region);
    return region;
  }

  private static boolean containsAll(List<NodeProto> region, List<NodeProto> takers) {
    Set<String> keys = region.stream().map(Nodes::key).collect(Collectors.toSet());
    return takers.stream().allMatch(taker -> keys.contains(Nodes.key(taker)));
  }

  /**
   * The region under its name, with steps after it that belong to the same function, such as the
   * constant factor at the end of Gelu or the upper bound of Relu6.
   */
  private @Nullable ActivationRegion named(
      String entry,
      String exit,
      List<NodeProto> region,
      Set<String> varying,
      Predicate<Constant> allowed) {
    Optional<String> name = name(entry, exit, region);
    if (name.filter(Functions.IDENTITY::equals).isPresent()) {
      return null;
    }
    ActivationRegion best =
        new ActivationRegion(
            name.orElseGet(() -> listed(region)), name.isPresent(), List.copyOf(region), exit);
    List<NodeProto> longer = new ArrayList<>(region);
    Set<String> inside = new HashSet<>(varying);
    String end = exit;
    for (int i = 0; i < LONGEST_TAIL; i++) {
      List<NodeProto> next = takers(end);
      if (next.size() != 1 || !belongs(next.get(0), inside, allowed)) {
        break;
      }
      longer.add(next.get(0));
      end = next.get(0).getOutput(0);
      inside.add(end);
      String found = recognise(entry, end, longer).orElse(Functions.IDENTITY);
      if (!found.equals(Functions.IDENTITY) && !found.equals(best.name())) {
        best = new ActivationRegion(found, true, List.copyOf(longer), end);
      }
    }
    return best;
  }

  private Optional<String> name(String entry, String exit, List<NodeProto> region) {
    Optional<String> byNode =
        region.size() == 1 ? Elementwise.activationName(region.get(0)) : Optional.empty();
    return byNode
        .or(() -> recognise(entry, exit, region))
        .or(() -> region.size() == 1 ? Optional.of(region.get(0).getOpType()) : Optional.empty());
  }

  private Optional<String> recognise(String entry, String exit, List<NodeProto> region) {
    return Elementwise.function(region, entry, exit, constants).flatMap(Functions::recognise);
  }

  private static String listed(List<NodeProto> region) {
    return region.stream()
        .map(NodeProto::getOpType)
        .distinct()
        .collect(Collectors.joining("+", "custom:", ""));
  }
}
