package io.entroscope.torch.train;

import io.entroscope.torch.architecture.Architectures;
import io.entroscope.torch.train.TrainingOptions.Augmentation;
import io.entroscope.torch.train.TrainingOptions.Optimizer;
import io.entroscope.torch.train.TrainingOptions.Rule;
import io.entroscope.torch.train.TrainingOptions.Schedule;
import io.entroscope.torch.train.TrainingOptions.Stopping;

/** Default training options that train a network well. */
public final class Recipes {
  private static final double ADAM_RATE = 0.002;

  private Recipes() {}

  /**
   * The recipe for a network: SGD with a one-cycle schedule. Networks named after CIFAR get
   * mirrored and shifted images, those named after MNIST shifted ones. A notation or a file says
   * nothing about the images, which may have to keep their orientation: there is no augmentation
   * then.
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
        new Augmentation(photographs, digits ? 2 : photographs ? 4 : 0),
        new Stopping(0.1, 0),
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
