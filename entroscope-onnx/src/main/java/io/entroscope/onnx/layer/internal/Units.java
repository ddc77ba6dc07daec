package io.entroscope.onnx.layer.internal;

import io.entroscope.onnx.internal.Constant;
import java.util.Arrays;
import java.util.Optional;

/**
 * Where a layer's units are in a tensor.
 *
 * @param count how many there are
 * @param axis 1, or −1 for the last axis and −2 for the one before it
 * @param rank the rank of the tensor; 0 if not known
 */
public record Units(int count, int axis, int rank) {
  /** Whether adding or multiplying a constant treats every unit by itself. */
  boolean fits(Constant constant) {
    if (constant.isScalar()) {
      return true;
    }
    long[] core = constant.coreDims();
    int behind = axis < 0 ? -1 - axis : rank - 2;
    return (axis < 0 || rank > 1)
        && core.length == behind + 1
        && core[0] == count
        && Arrays.stream(core).skip(1).allMatch(dim -> dim == 1);
  }

  /**
   * Whether the units can be on axis 1, as batch normalization wants them. With the rank unknown
   * they can: its vectors are as long as axis 1.
   */
  boolean canBeAxisOne() {
    return axis == 1 || (axis == -1 ? rank == 2 || rank == 0 : rank == 3);
  }

  Units ofRank(int newRank) {
    return new Units(count, axis, newRank);
  }

  /** Where the units are after a transposition; empty if on none of the axes that are told. */
  Optional<Units> permuted(long[] perm) {
    int from = axis < 0 ? perm.length + axis : axis;
    for (int to = 0; to < perm.length; to++) {
      if (perm[to] == from) {
        return placed(to, perm.length);
      }
    }
    return Optional.empty();
  }

  private Optional<Units> placed(int at, int rank) {
    int behind = at - rank;
    if (behind == -1) {
      return Optional.of(new Units(count, -1, rank));
    }
    if (at == 1 || behind == -2) {
      return Optional.of(new Units(count, at == 1 ? 1 : -2, rank));
    }
    return Optional.empty();
  }
}
