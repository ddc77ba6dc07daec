package io.entroscope.torch.maximize;

import io.entroscope.torch.TorchException;

/**
 * Options of activation maximisation.
 *
 * @param steps of gradient ascent
 * @param starts random starts for each unit; the best is kept
 * @param rate the learning rate of Adam on the spectrum
 * @param jitter how many pixels the image is shifted by at most in each direction at every step, so
 *     that no pattern depends on its exact place
 * @param variation the weight of the total variation, which is subtracted from the activation
 * @param decay how much less high frequencies change: the amplitude of a frequency f is divided by
 *     f to this power
 * @param seed of the starts and shifts
 */
public record MaximizationOptions(
    int steps, int starts, double rate, int jitter, double variation, double decay, long seed) {
  /** Options that give recognisable small images. */
  public static final MaximizationOptions DEFAULT =
      new MaximizationOptions(256, 2, 0.05, 2, 0.02, 1.0, 0);

  public MaximizationOptions {
    require(steps >= 1, steps + " steps; give 1 or more");
    require(starts >= 1, starts + " starts; give 1 or more");
    require(rate > 0 && Double.isFinite(rate), "a rate of " + rate + "; give a number above 0");
    require(jitter >= 0, "a jitter of " + jitter + " pixels; give 0 or more");
    require(
        variation >= 0 && Double.isFinite(variation),
        "a weight of " + variation + " for the total variation; give 0 or more");
    require(decay >= 0 && Double.isFinite(decay), "a decay of " + decay + "; give 0 or more");
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new TorchException(otherwise);
    }
  }
}
