package io.entroscope.torch.train;

import io.entroscope.torch.train.TrainingOptions.Optimizer;
import io.entroscope.torch.train.TrainingOptions.Rule;
import io.entroscope.torch.train.TrainingOptions.Schedule;

/** How a network is trained well if nothing else is asked for. */
public final class Recipes {
  private static final double ADAM_RATE = 0.002;

  private Recipes() {}

  /**
   * The recipe for a network: one cycle of SGD, for those named after photographs with mirrored and
   * shifted images, for those named after MNIST with shifted ones. A notation and a file say
   * nothing of the images, which may be such as must not be mirrored: there images stay as they
   * are.
   *
   * @param what an architecture's name, notation or file
   */
  public static TrainingOptions of(String what, long seed, int threads) {
    String name = Architectures.named().containsKey(what.strip()) ? what.strip() : "";
    boolean digits = name.startsWith("mnist");
    boolean photographs = name.startsWith("cifar");
    return new TrainingOptions(
        digits ? 6 : 12,
        128,
        new Optimizer(Rule.SGD, digits ? 0.1 : 0.05, 0.9, 5e-4),
        Schedule.ONE_CYCLE,
        0,
        photographs,
        digits ? 2 : photographs ? 4 : 0,
        0.1,
        0,
        seed,
        threads);
  }

  /** A recipe's optimizer by another rule; Adam's steps are a fraction of those of SGD. */
  public static Optimizer optimizer(TrainingOptions recipe, Rule rule) {
    Optimizer usual = recipe.optimizer();
    return new Optimizer(
        rule,
        rule == Rule.SGD ? usual.learningRate() : ADAM_RATE,
        usual.momentum(),
        usual.weightDecay());
  }
}
