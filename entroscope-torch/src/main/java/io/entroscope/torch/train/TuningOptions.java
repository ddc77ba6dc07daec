package io.entroscope.torch.train;

import io.entroscope.torch.TorchException;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Options of fine-tuning.
 *
 * @param epochs passes over the training images
 * @param rate the highest learning rate; empty: found by trial
 * @param batch images per step; empty: 128, and fewer where there are few images
 * @param seed of the order of the images, and of dropout
 * @param threads that an operation may use
 */
public record TuningOptions(
    int epochs, OptionalDouble rate, OptionalInt batch, long seed, int threads) {
  public TuningOptions {
    require(epochs >= 1, epochs + " epochs; give 1 or more");
    require(threads >= 1, threads + " threads; give 1 or more");
    batch.ifPresent(size -> require(size >= 1, "a batch of " + size + " images; give 1 or more"));
    rate.ifPresent(
        given ->
            require(
                given > 0 && Double.isFinite(given),
                "a learning rate of " + given + "; give a number above 0"));
  }

  /** The same with another seed. */
  public TuningOptions withSeed(long other) {
    return new TuningOptions(epochs, rate, batch, other, threads);
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new TorchException(otherwise);
    }
  }
}
