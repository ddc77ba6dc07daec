package io.entroscope.core.plan;

import io.entroscope.core.ort.OrtEngine;
import io.entroscope.core.ort.OrtRunner;
import io.entroscope.core.ort.TensorInfo;
import io.entroscope.core.plan.Arrangement.SharedAxis;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds the parts of each example in an axis that holds several, as attention in windows and
 * flattened tokens have it. Which parts are whose is seen by changing one example: only its own may
 * change.
 */
final class SharedAxes {
  private final OrtEngine engine;
  private final ModelInput input;
  private final int batch;
  private @Nullable Map<String, float[]> before;
  private Map<String, float[]> after = Map.of();

  SharedAxes(OrtEngine engine, ModelInput input, int batch) {
    this.engine = engine;
    this.input = input;
    this.batch = batch;
  }

  /** The axis of a tensor that holds the examples' parts; empty if there is none. */
  Optional<SharedAxis> of(
      String tensor, Map<String, TensorInfo> few, Map<String, TensorInfo> more, int units) {
    List<Long> shape = shape(few, tensor);
    for (int axis : axes(shape, shape(more, tensor))) {
      long parts = shape.get(axis) / batch;
      if (axis == units) {
        continue;
      }
      Set<Long> changed = changed(tensor, shape, axis, few, more);
      boolean together = changed.stream().allMatch(part -> part < parts);
      boolean apart = changed.stream().allMatch(part -> part % batch == 0);
      if (!changed.isEmpty() && (together || apart)) {
        return Optional.of(new SharedAxis(axis, parts, together));
      }
    }
    return Optional.empty();
  }

  private static List<Long> shape(Map<String, TensorInfo> tensors, String tensor) {
    TensorInfo info = tensors.get(tensor);
    return info == null ? List.of() : info.shape();
  }

  /** The axes that may hold several parts of each example, of sizes that go with the batch. */
  private List<Integer> axes(List<Long> few, List<Long> more) {
    List<Integer> axes = new ArrayList<>();
    for (int axis = 0; axis < few.size() && few.size() == more.size(); axis++) {
      long size = few.get(axis);
      boolean grows = input.fixedBatch() > 0 || more.get(axis) * batch == size * (batch + 1);
      if (size > batch && size % batch == 0 && grows) {
        axes.add(axis);
      }
    }
    return axes;
  }

  /** Where along an axis a tensor changes when the first example does. */
  private Set<Long> changed(
      String tensor,
      List<Long> shape,
      int axis,
      Map<String, TensorInfo> few,
      Map<String, TensorInfo> more) {
    if (before == null) {
      Set<String> all =
          few.keySet().stream()
              .filter(name -> !axes(shape(few, name), shape(more, name)).isEmpty())
              .collect(Collectors.toSet());
      int[] others = new int[batch];
      for (int i = 0; i < batch; i++) {
        others[i] = i + 1;
      }
      before = values(all, others);
      others[0] = 0;
      after = values(all, others);
    }
    float[] one = before.getOrDefault(tensor, new float[0]);
    float[] other = after.getOrDefault(tensor, new float[0]);
    Set<Long> changed = new HashSet<>();
    long inner = shape.subList(axis + 1, shape.size()).stream().reduce(1L, (a, b) -> a * b);
    for (int i = 0; i < one.length; i++) {
      if (one[i] != other[i]) {
        changed.add(i / inner % shape.get(axis));
      }
    }
    return changed;
  }

  private Map<String, float[]> values(Set<String> tensors, int[] examples) {
    return new HashMap<>(
        OrtRunner.values(
            engine, input.feed(batch), input.varied(examples), examples.length, tensors));
  }
}
