package io.entroscope.onnx.observe;

import java.util.Optional;

/**
 * The outputs in which an observed model gives one block, float32 all, for the {@linkplain
 * StreamPoint#measured measured} places.
 *
 * @param point the block
 * @param squares sums of squares; empty if the block cannot be measured
 * @param rows picked rows; empty if they were not wanted, or cannot be had
 * @param mask {@code [B, T]}: 1 for each row that counts; empty: all do
 */
public record BlockOutputs(
    BlockPoint point, Optional<Squares> squares, Optional<Rows> rows, Optional<String> mask) {
  /** Of a block that is not measured. */
  static BlockOutputs none(BlockPoint point) {
    return new BlockOutputs(point, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** Whether the block is measured. */
  public boolean isMeasured() {
    return squares.isPresent();
  }

  /** How many floats the picked rows of one example are. */
  public long pickedFloats() {
    return rows.isEmpty()
        ? 0
        : point.after().stream().mapToLong(of -> 2L * of.picked().length * of.width()).sum();
  }

  /**
   * The squares of each row, {@code [B, places...]}.
   *
   * @param before {@code Σ x²}
   * @param after {@code Σ y²}
   * @param change {@code Σ (y − x)²}; with it small changes are told exactly, which by {@code Σ xy}
   *     would cancel
   */
  public record Squares(String before, String after, String change) {}

  /**
   * The {@linkplain StreamPoint#picked picked} rows of the two points.
   *
   * @param before {@code [B, R, d]}
   * @param after {@code [B, R, d]}
   */
  public record Rows(String before, String after) {}
}
