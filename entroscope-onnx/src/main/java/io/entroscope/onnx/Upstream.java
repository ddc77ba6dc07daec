package io.entroscope.onnx;

import io.entroscope.onnx.proto.NodeProto;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** What a tensor is computed from. */
public final class Upstream {
  private final String tensor;
  private final Set<String> leading = new HashSet<>();

  private Upstream(Graph graph, String tensor) {
    this.tensor = tensor;
    Set<NodeProto> nodes = Collections.newSetFromMap(new IdentityHashMap<>());
    List<NodeProto> all = graph.nodes();
    for (int i = all.size() - 1; i >= 0; i--) {
      for (String output : all.get(i).getOutputList()) {
        if (output.equals(tensor) || graph.consumers(output).stream().anyMatch(nodes::contains)) {
          leading.add(output);
          nodes.add(all.get(i));
        }
      }
    }
  }

  /**
   * What a tensor is computed from, a use by the body of a Loop or the branch of an If included.
   */
  public static Upstream of(Graph graph, String tensor) {
    return new Upstream(graph, tensor);
  }

  /** Whether the output of a node is the tensor, or the tensor is computed from it. */
  public boolean holds(String output) {
    return output.equals(tensor) || leading.contains(output);
  }
}
