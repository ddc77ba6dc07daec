package io.entroscope.onnx.layer.internal;

import io.entroscope.onnx.internal.Constant;
import java.util.Arrays;
import java.util.Optional;

/**
 * Where a layer's units are in a tensor.
 *
 * @param count how many there are
 * @param axis 1, or −1 for the last axis
 * @param rank the rank of the tensor; 0 if not known
 */
public record Units(int count, int axis, int rank) {
  /** Whether adding or multiplying a constant treats every unit by itself. */
  boolean fits(Constant constant) {
    if (constant.isScalar()) {
      return true;
    }
    long[] core = constant.coreDims();
    int behind = axis == -1 ? 0 : rank - 2;
    return (axis == -1 || rank > 1)
        && core.length == behind + 1
        && core[0] == count
        && Arrays.stream(core).skip(1).allMatch(dim -> dim == 1);
  }

  /**
   * Whether the units can be on axis 1, as batch normalization wants them. With the rank unknown
   * they can: its vectors are as long as axis 1.
   */
  boolean canBeAxisOne() {
    return axis == 1 || rank == 2 || rank == 0;
  }

  Units ofRank(int newRank) {
    return new Units(count, axis, newRank);
  }

  /** Where the units are after a transposition; empty if neither on axis 1 nor on the last. */
  Optional<Units> permuted(long[] perm) {
    int from = axis == -1 ? perm.length - 1 : axis;
    for (int to = 0; to < perm.length; to++) {
      if (perm[to] == from && (to == 1 || to == perm.length - 1)) {
        return Optional.of(new Units(count, to == perm.length - 1 ? -1 : 1, perm.length));
      }
    }
    return Optional.empty();
  }
}
