package io.entroscope.onnx.block;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A sum found to be residual.
 *
 * @param sum where skip and branch meet
 * @param input the tensor x that the branch comes from
 * @param skip the tensor that reaches the sum beside the branch
 * @param branches what is added to the skip: several tensors if the branch is a sum itself
 * @param projected whether x goes through a projection on its way past the branch
 */
record Residual(
    ResidualSum sum, String input, String skip, List<String> branches, boolean projected) {
  Residual {
    branches = List.copyOf(branches);
  }

  /** The tensors that play the stream before this sum. */
  Set<String> streams() {
    return new LinkedHashSet<>(List.of(input, skip));
  }
}
