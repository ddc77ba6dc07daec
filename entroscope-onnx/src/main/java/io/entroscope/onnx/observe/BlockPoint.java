package io.entroscope.onnx.observe;

import io.entroscope.onnx.block.Block;
import java.util.Optional;

/**
 * A block between two points of the stream.
 *
 * @param block the block
 * @param before the point that it takes; empty if its tensor has no rows for each example
 * @param after the point that it leaves; likewise
 * @param mask a tensor {@code [B, T]} of the model, 1 for each token that counts and 0 for padding;
 *     empty: all rows count
 */
public record BlockPoint(
    Block block, Optional<StreamPoint> before, Optional<StreamPoint> after, Optional<String> mask) {
  /** Whether rows before and after can be set side by side. */
  public boolean isMeasured() {
    return before.isPresent() && after.isPresent() && before.get().fits(after.get());
  }
}
