package io.entroscope.onnx.block;

import io.entroscope.onnx.ElementType;
import io.entroscope.onnx.Graph;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.Tensors;
import io.entroscope.onnx.cost.Cost;
import io.entroscope.onnx.internal.Constant;
import io.entroscope.onnx.internal.Constants;
import io.entroscope.onnx.internal.Nodes;
import io.entroscope.onnx.proto.NodeProto;
import io.entroscope.onnx.proto.TensorProto;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** What the nodes of a part of a model cost. */
final class Costs {
  private static final Set<ElementType> QUANTIZED = Set.of(ElementType.INT8, ElementType.UINT8);
  private static final int BATCH_MEAN = 3;
  private static final int BATCH_VARIANCE = 4;

  private final Graph graph;
  private final DataFlow flow;
  private final Constants constants;
  private final Map<String, long[]> shapes;

  Costs(OnnxModel model, DataFlow flow, Constants constants, Map<String, long[]> shapes) {
    this.graph = model.graph();
    this.flow = flow;
    this.constants = constants;
    this.shapes = shapes;
  }

  /** The numbers in the weights, biases and scales that the nodes take, each tensor once. */
  long parameters(Collection<NodeProto> nodes) {
    Map<String, Long> counts = new HashMap<>();
    Set<String> seen = new HashSet<>();
    for (NodeProto node : nodes) {
      Deque<String> waiting = new ArrayDeque<>(Nodes.taken(node));
      if (Nodes.is(node, "BatchNormalization")) {
        Nodes.input(node, BATCH_MEAN).ifPresent(waiting::remove);
        Nodes.input(node, BATCH_VARIANCE).ifPresent(waiting::remove);
      }
      while (!waiting.isEmpty()) {
        String tensor = waiting.remove();
        if (flow.depends(tensor) || !seen.add(tensor)) {
          continue;
        }
        count(tensor, counts);
        graph
            .producer(tensor)
            .filter(maker -> !Nodes.asksForm(maker))
            .ifPresent(maker -> waiting.addAll(Nodes.taken(maker)));
      }
    }
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  private void count(String tensor, Map<String, Long> counts) {
    TensorProto initializer = graph.initializers().get(tensor);
    if (initializer == null) {
      graph
          .producer(tensor)
          .filter(maker -> Nodes.is(maker, "Constant"))
          .flatMap(maker -> constants.find(tensor))
          .filter(constant -> constant.type() == ElementType.FLOAT && !constant.isScalar())
          .ifPresent(constant -> counts.put(tensor, constant.elements()));
      return;
    }
    long elements = Tensors.elements(Tensors.dims(initializer));
    boolean weights = QUANTIZED.contains(Tensors.type(initializer)) && elements > 1;
    if (Tensors.isFloating(initializer) || weights) {
      counts.put(tensor, elements);
    }
  }

  /** The multiplications of the nodes' products; empty if one of them is not known. */
  OptionalLong multiplyAdds(List<NodeProto> nodes) {
    return Cost.multiplyAdds(nodes, this::shape);
  }

  /** The shape of a tensor, whole; empty if a size is not known. */
  private Optional<long[]> shape(String tensor) {
    return Optional.ofNullable(shapes.get(tensor))
        .or(() -> constants.find(tensor).map(Constant::dims))
        .filter(Costs::isWhole);
  }

  private static boolean isWhole(long[] dims) {
    for (long size : dims) {
      if (size < 0) {
        return false;
      }
    }
    return true;
  }
}
