package io.entroscope.onnx.block;

import io.entroscope.onnx.Graph;
import io.entroscope.onnx.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The shapes of points of the stream, as measured, or else as the model declares them. */
final class StreamShapes {
  private final Graph graph;
  private final Map<String, long[]> measured;

  StreamShapes(Graph graph, Map<String, long[]> measured) {
    this.graph = graph;
    this.measured = measured;
  }

  /** The shape of a tensor, −1 for unknown sizes; empty if nothing is known. */
  List<Long> of(String tensor) {
    long[] dims = measured.get(tensor);
    if (dims != null) {
      return Arrays.stream(dims).boxed().toList();
    }
    return graph.declaredType(tensor).flatMap(TensorType::shape).orElse(List.of());
  }

  /**
   * How the shape changes between two tensors, for a person; empty if it does not, or is not known.
   *
   * @param channelsFirst whether axis 1 holds the channels
   */
  Optional<String> change(String from, String to, boolean channelsFirst) {
    List<Long> before = of(from);
    List<Long> after = of(to);
    if (before.isEmpty() || after.isEmpty() || fits(before, after)) {
      return Optional.empty();
    }
    return Optional.of(
        "changes " + text(before, channelsFirst) + " to " + text(after, channelsFirst));
  }

  private static boolean fits(List<Long> before, List<Long> after) {
    if (before.size() != after.size()) {
      return false;
    }
    for (int axis = 0; axis < before.size(); axis++) {
      long a = before.get(axis);
      long b = after.get(axis);
      if (a >= 0 && b >= 0 && a != b) {
        return false;
      }
    }
    return true;
  }

  /** The shape of one example as people write it, channels last: 16×16×12. */
  static String text(List<Long> shape, boolean channelsFirst) {
    List<Long> sizes = new ArrayList<>(shape.subList(Math.min(1, shape.size()), shape.size()));
    if (channelsFirst && sizes.size() > 1) {
      sizes.add(sizes.remove(0));
    }
    return sizes.stream()
        .map(size -> size < 0 ? "?" : Long.toString(size))
        .collect(Collectors.joining("×"));
  }
}
