package io.entroscope.torch.graph;

import java.util.Set;

/**
 * The input values that each value of a resized axis is interpolated from, as ONNX's Resize defines
 * it. Positions are computed in float32, as ONNX Runtime does: which of two equally near positions
 * is taken depends on the last bit.
 */
final class Interpolation {
  private static final Set<String> MODES = Set.of("nearest", "linear", "cubic");
  private static final Set<String> PLACES =
      Set.of(
          "half_pixel",
          "half_pixel_symmetric",
          "pytorch_half_pixel",
          "tf_half_pixel_for_nn",
          "align_corners",
          "asymmetric");
  private static final Set<String> ROUNDINGS =
      Set.of("simple", "round_prefer_floor", "round_prefer_ceil", "floor", "ceil");

  private final String mode;
  private final String places;
  private final String rounding;
  private final double steepness;
  private final boolean insideOnly;

  /**
   * The positions in the input, and the weights there, one array for each tap, with a value for
   * each position in the output. Without weights there is one tap, which is taken as it is.
   */
  record Taps(long[][] sources, double[][] weights) {}

  private Interpolation(
      String mode, String places, String rounding, double steepness, boolean insideOnly) {
    this.mode = mode;
    this.places = places;
    this.rounding = rounding;
    this.steepness = steepness;
    this.insideOnly = insideOnly;
  }

  static Interpolation of(Node node, String mode, String places, String rounding) {
    require(node, MODES, mode);
    require(node, PLACES, places);
    require(node, ROUNDINGS, rounding);
    return new Interpolation(
        mode,
        places,
        rounding,
        node.real("cubic_coeff_a", -0.75),
        node.flag("exclude_outside", false));
  }

  private static void require(Node node, Set<String> known, String value) {
    if (!known.contains(value)) {
      throw node.refuse("'" + value + "' is not supported");
    }
  }

  /** The taps that make {@code wanted} values of {@code size}. */
  Taps taps(int size, int wanted, float scale) {
    int count = mode.equals("nearest") ? 1 : mode.equals("linear") ? 2 : 4;
    long[][] sources = new long[count][wanted];
    double[][] weights = new double[mode.equals("nearest") ? 0 : count][wanted];
    for (int i = 0; i < wanted; i++) {
      float place = place(i, size, wanted, scale);
      if (weights.length == 0) {
        sources[0][i] = clamped(nearest(place, scale), size);
        continue;
      }
      long first = (long) Math.floor(place) - (count / 2 - 1);
      double sum = 0;
      for (int tap = 0; tap < count; tap++) {
        long source = first + tap;
        boolean dropped = insideOnly && source != clamped(source, size);
        sources[tap][i] = clamped(source, size);
        weights[tap][i] = dropped ? 0 : weight(Math.abs(place - source));
        sum += weights[tap][i];
      }
      for (int tap = 0; insideOnly && tap < count; tap++) {
        weights[tap][i] /= sum;
      }
    }
    return new Taps(sources, weights);
  }

  private static long clamped(long position, int size) {
    return Math.max(0, Math.min(size - 1, position));
  }

  /** Where a position of the output lies in the input. */
  private float place(int position, int size, int wanted, float scale) {
    return switch (places) {
      case "asymmetric" -> position / scale;
      case "align_corners" ->
          wanted == 1 ? 0 : (float) position * (size - 1) / (float) (wanted - 1);
      case "tf_half_pixel_for_nn" -> (position + 0.5f) / scale;
      case "pytorch_half_pixel" -> wanted == 1 ? 0 : (position + 0.5f) / scale - 0.5f;
      case "half_pixel_symmetric" -> {
        float cut = wanted / (scale * size);
        yield size / 2f * (1 - cut) + (position + 0.5f) / scale - 0.5f;
      }
      default -> (position + 0.5f) / scale - 0.5f;
    };
  }

  /** Before operator set 11 there was no choice; ONNX Runtime rounded up when shrinking. */
  private long nearest(float place, float scale) {
    return switch (rounding) {
      case "floor" -> (long) Math.floor(place);
      case "ceil" -> (long) Math.ceil(place);
      case "round_prefer_ceil" -> (long) Math.floor(place + 0.5);
      case "simple" -> (long) (scale < 1 ? Math.ceil(place) : Math.floor(place));
      default -> (long) Math.ceil(place - 0.5);
    };
  }

  /**
   * The weight of a value at a distance; for the cubic that of R. Keys, "Cubic convolution
   * interpolation for digital image processing" (1981), with its parameter free.
   */
  private double weight(double distance) {
    double d = distance;
    if (mode.equals("linear")) {
      return Math.max(0, 1 - d);
    }
    double a = steepness;
    if (d <= 1) {
      return ((a + 2) * d - (a + 3)) * d * d + 1;
    }
    return d < 2 ? ((a * d - 5 * a) * d + 8 * a) * d - 4 * a : 0;
  }
}
