package io.entroscope.onnx.layer;

import java.util.Map;
import java.util.Optional;

/**
 * How the tensors of a layer are read as numbers of its units.
 *
 * @param form what the axes are; n = D·H units in the forms of recurrent layers, with D directions
 *     and H units in each
 * @param lengths the tensor [N] that says how many steps of each example count; empty: all
 * @param scales of the tensors that hold integers
 */
public record Reading(Form form, Optional<String> lengths, Map<String, Scale> scales) {
  /** Plain numbers with the units on an axis of their own. */
  public static final Reading PLAIN = new Reading(Form.UNITS, Optional.empty(), Map.of());

  public Reading {
    scales = Map.copyOf(scales);
  }

  /** What the axes of a tensor are. */
  public enum Form {
    /** The units have an axis, {@link Layer#unitAxis}. */
    UNITS,
    /** The hidden state at each step, [T, D, N, H]. */
    STEPS,
    /** The same, [N, T, D, H]. */
    STEPS_EXAMPLES_FIRST,
    /** The hidden state after the last step, [D, N, H]. */
    LAST,
    /** The same, [N, D, H]. */
    LAST_EXAMPLES_FIRST
  }

  /**
   * What makes real numbers of integers q: (q − zero point) · scale.
   *
   * @param scale the tensor of the scale, a scalar
   * @param zeroPoint that of the zero point; empty: 0
   */
  public record Scale(String scale, Optional<String> zeroPoint) {}

  /** The scale of a tensor; empty if it holds real numbers. */
  public Optional<Scale> scale(String tensor) {
    return Optional.ofNullable(scales.get(tensor));
  }
}
