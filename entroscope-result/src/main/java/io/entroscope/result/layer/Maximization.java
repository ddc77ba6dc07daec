package io.entroscope.result.layer;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Images made to excite single units of a layer, by gradient ascent on the input.
 *
 * @param steps of gradient ascent
 * @param starts random starts for each unit; the best is kept
 * @param seed of the starts
 * @param units the units, in order of index
 */
public record Maximization(int steps, int starts, long seed, List<Unit> units) {
  public Maximization {
    units = List.copyOf(units);
  }

  /**
   * The image that excites one unit.
   *
   * @param unit its index in the layer, from 0
   * @param activation what the unit gives for the image, in the layer's own scale
   * @param highestSeen the highest activation of the unit among the result's sample images; null if
   *     it holds none, or holds them before the activation function only
   * @param png the image, before normalisation, as a base64 PNG
   */
  public record Unit(int unit, double activation, @Nullable Double highestSeen, String png) {}
}
