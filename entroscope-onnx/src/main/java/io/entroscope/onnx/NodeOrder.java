package io.entroscope.onnx;

import io.entroscope.onnx.internal.Nodes;
import io.entroscope.onnx.proto.NodeProto;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Puts nodes into an order in which each comes after those whose tensors it takes. */
public final class NodeOrder {
  private final List<NodeProto> nodes;
  private final Map<String, Integer> makers = new HashMap<>();

  private NodeOrder(List<NodeProto> nodes) {
    this.nodes = nodes;
    for (int i = 0; i < nodes.size(); i++) {
      for (String output : nodes.get(i).getOutputList()) {
        Integer other = output.isEmpty() ? null : makers.put(output, i);
        if (other != null) {
          throw new OnnxException(
              "the model is damaged: the nodes '"
                  + Nodes.name(nodes.get(other))
                  + "' and '"
                  + Nodes.name(nodes.get(i))
                  + "' both make the tensor '"
                  + output
                  + "'; export it again");
        }
      }
    }
  }

  /**
   * The nodes in topological order: the same list if it is in one, as ONNX demands and most
   * exporters do.
   *
   * @throws OnnxException if a node makes nothing, takes what comes of its own output, or makes
   *     what another makes
   */
  public static List<NodeProto> of(List<NodeProto> nodes) {
    for (NodeProto node : nodes) {
      if (Nodes.key(node).isEmpty()) {
        throw new OnnxException(
            "the model is damaged: the node '"
                + node.getName()
                + "' ("
                + node.getOpType()
                + ") makes nothing; export it again");
      }
    }
    NodeOrder order = new NodeOrder(nodes);
    return order.isSorted() ? nodes : order.sorted();
  }

  private boolean isSorted() {
    for (int i = 0; i < nodes.size(); i++) {
      for (String input : Nodes.taken(nodes.get(i))) {
        if (makers.getOrDefault(input, -1) >= i) {
          return false;
        }
      }
    }
    return true;
  }

  private List<NodeProto> sorted() {
    List<NodeProto> result = new ArrayList<>();
    Set<Integer> done = new HashSet<>();
    Set<Integer> open = new HashSet<>();
    Deque<Integer> stack = new ArrayDeque<>();
    for (int start = 0; start < nodes.size(); start++) {
      stack.push(start);
      while (!stack.isEmpty()) {
        int node = stack.peek();
        if (done.contains(node)) {
          stack.pop();
        } else if (open.add(node)) {
          before(node).stream()
              .filter(maker -> !done.contains(maker))
              .forEach(
                  maker -> {
                    if (open.contains(maker)) {
                      throw circular(maker);
                    }
                    stack.push(maker);
                  });
        } else {
          stack.pop();
          done.add(node);
          result.add(nodes.get(node));
        }
      }
    }
    return result;
  }

  private List<Integer> before(int node) {
    return Nodes.taken(nodes.get(node)).stream()
        .filter(makers::containsKey)
        .map(makers::get)
        .distinct()
        .toList();
  }

  private OnnxException circular(int node) {
    return new OnnxException(
        "the model is damaged: the node '"
            + Nodes.name(nodes.get(node))
            + "' takes what comes of its own output; export it again");
  }
}
