package io.entroscope.torch.train;

import io.entroscope.torch.train.TrainingOptions.Optimizer;
import io.entroscope.torch.train.TrainingOptions.Rule;
import io.entroscope.torch.train.TrainingOptions.Schedule;

/** How a network is trained well if nothing else is asked for. */
public final class Recipes {
  private Recipes() {}

  /**
   * The recipe for an architecture: one cycle of SGD, for photographs with mirrored and shifted
   * images, for MNIST with shifted ones.
   *
   * @param what an architecture's name, notation or file
   */
  public static TrainingOptions of(String what, long seed, int threads) {
    boolean digits = what.strip().startsWith("mnist");
    return new TrainingOptions(
        digits ? 6 : 12,
        128,
        new Optimizer(Rule.SGD, digits ? 0.1 : 0.05, 0.9, 5e-4),
        Schedule.ONE_CYCLE,
        0,
        !digits && what.strip().startsWith("cifar"),
        digits ? 2 : what.strip().startsWith("cifar") ? 4 : 0,
        0.1,
        0,
        seed,
        threads);
  }
}
