package io.entroscope.torch.graph;

import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/** An operator of a graph, ready to run: its attributes are read and its version is settled. */
@FunctionalInterface
interface Kernel {
  /**
   * Computes the outputs from the inputs.
   *
   * @param inputs in the node's order; null where an optional one is left out
   * @return in the node's order, at least as many as the node names
   */
  Tensor[] run(@Nullable Tensor[] inputs, Run run);

  /** A kernel with one output. */
  static Kernel single(Single single) {
    return (inputs, run) -> new Tensor[] {single.run(inputs)};
  }

  /** A computation with one output that does not depend on the kind of run. */
  @FunctionalInterface
  interface Single {
    Tensor run(@Nullable Tensor[] inputs);
  }

  /** Creates a kernel for a node; refuses unsupported nodes with {@link Node#refuse}. */
  @FunctionalInterface
  interface Factory {
    Kernel create(Node node);
  }
}
