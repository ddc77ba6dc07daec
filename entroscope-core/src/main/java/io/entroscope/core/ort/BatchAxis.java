package io.entroscope.core.ort;

import java.util.ArrayList;
import java.util.List;

/** Where a model has the axis of the examples. Unless it is {@link #FIRST}, they go in singly. */
public enum BatchAxis {
  /** The first axis, of any size or of the one that the model declares. */
  FIRST,
  /** The first axis, but one example is all that the graph can take. */
  FROZEN,
  /** The second axis, as in [T, N, D]. */
  SECOND,
  /** There is none: the input is one example. */
  NONE;

  /** Whether examples go in one at a time, whatever sizes the model declares. */
  public boolean isSingle() {
    return this != FIRST;
  }

  /** The shape of a tensor of so many examples, each of this shape. */
  long[] batched(List<Long> example, int rows) {
    List<Long> shape = new ArrayList<>(example);
    if (this != NONE) {
      shape.add(this == SECOND ? Math.min(1, shape.size()) : 0, (long) rows);
    }
    return shape.stream().mapToLong(Long::longValue).toArray();
  }

  /** What is left of an input's shape for one example. */
  public List<Long> example(List<Long> input) {
    List<Long> shape = new ArrayList<>(input);
    if (this != NONE && !shape.isEmpty()) {
      shape.remove(this == SECOND ? Math.min(1, shape.size() - 1) : 0);
    }
    return shape;
  }
}
